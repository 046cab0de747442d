package io.bailiwick.database.security;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real server makes the driver throw is in {@link TlsIntegrationTests}.
 */
class TlsFailureTests {

	@ParameterizedTest
	@ValueSource(strings = { "08001", "08004", "08006", "28P01" })
	void saysNothingAboutOtherFailures(String state) {
		assertThat(TlsFailure
			.of(new SQLException("The connection attempt failed.", state, new IOException("Connection refused"))))
			.isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bg", "cs", "de", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "ru", "sr", "tr", "zh-CN",
			"zh-TW" })
	void readsTheDriverInAllItsLanguages(String language) {
		ResourceBundle driver = ResourceBundle.getBundle("org.postgresql.translation.messages",
				Locale.forLanguageTag(language));
		String otherHost = translate(driver, "The hostname {0} could not be verified by hostnameverifier {1}.", "db",
				"PgjdbcHostnameVerifier");
		assertThat(TlsFailure.of(new SQLException(otherHost, "08006"))).isEqualTo(TlsFailure.OTHER_HOST);
		String notOffered = translate(driver, "The server does not support SSL.");
		assertThat(TlsFailure.of(new SQLException(notOffered, "08004"))).isEqualTo(TlsFailure.NOT_OFFERED);
	}

	private static String translate(ResourceBundle driver, String message, Object... arguments) {
		String translated = driver.containsKey(message) ? driver.getString(message) : message;
		return MessageFormat.format(translated, arguments);
	}

	@Test
	void prefersTheExactReason() {
		CertificateException refused = new CertificateException("PKIX path building failed");
		SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
		handshake.initCause(refused);
		assertThat(TlsFailure.of(new SQLException("SSL error", "08006", handshake))).isEqualTo(TlsFailure.REFUSED);
		refused.initCause(new CertPathBuilderException("unable to find valid certification path"));
		assertThat(TlsFailure.of(new SQLException("SSL error", "08006", handshake)))
			.isEqualTo(TlsFailure.UNKNOWN_AUTHORITY);
	}

	@ParameterizedTest
	@EnumSource
	void namesTheDatabaseAndWhatToDo(TlsFailure failure) {
		assertThat(failure.description("the database 'reporting' (100%)"))
			.startsWith("The server of the database 'reporting' (100%) ")
			.endsWith(".");
		assertThat(failure.action()).isNotBlank();
	}

}
