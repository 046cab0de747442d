package io.bailiwick.database.security;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Locale;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Why there was no protected connection to a database, and what to do about it.
 */
public enum TlsFailure {

	/**
	 * The server's certificate was issued for another host.
	 */
	OTHER_HOST("The server of %s has a certificate that was issued for another host name, and was refused.",
			"Connect by a name that the certificate has, or have one issued (subjectAltName) for the name in the URL."),

	/**
	 * The server's certificate was issued by nobody that is trusted.
	 */
	UNKNOWN_AUTHORITY("The server of %s has a certificate from an authority that is not trusted, and was refused.",
			"Add the certificate of that authority to the trust store of the SSL bundle (or to the file of 'sslrootcert')."),

	/**
	 * The server's certificate is not valid now.
	 */
	EXPIRED("The server of %s has a certificate that has expired or is not valid yet, and was refused.",
			"Have the server's certificate renewed, and check the clock of this machine."),

	/**
	 * The server's certificate was refused for another reason.
	 */
	REFUSED("The server of %s has a certificate that was refused.",
			"Have the server's certificate replaced; the message above says what is wrong with it."),

	/**
	 * The server broke off the handshake, for instance because it does not trust the
	 * application's certificate.
	 */
	BROKEN_OFF("The server of %s broke off the TLS handshake.",
			"Check that the server trusts the certificate in the SSL bundle (its 'ssl_ca_file'), and that both sides permit a common protocol and cipher; the server's log says more."),

	/**
	 * The server does not do TLS.
	 */
	NOT_OFFERED("The server of %s does not offer TLS, and nothing was sent to it in plain text.",
			"Turn on 'ssl' in the server's configuration, or correct the host and the port.");

	private final String description;

	private final String action;

	TlsFailure(String description, String action) {
		this.description = description;
		this.action = action;
	}

	/**
	 * Find out whether a connection failed because of TLS. Goes by types and by the words
	 * that the driver does not translate.
	 * @param failure what the driver or the pool threw
	 * @return the reason, or {@code null} if it is none of these
	 */
	public static @Nullable TlsFailure of(Throwable failure) {
		Assert.notNull(failure, "'failure' must not be null");
		TlsFailure found = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			TlsFailure reason = reason(cause);
			// 'Refused' is what wraps the exact reason, which lies deeper.
			if (reason != null && (found == null || found == REFUSED)) {
				found = reason;
			}
		}
		return found;
	}

	private static @Nullable TlsFailure reason(Throwable cause) {
		if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
			return EXPIRED;
		}
		if (cause instanceof CertPathBuilderException) {
			return UNKNOWN_AUTHORITY;
		}
		if (cause instanceof CertificateException) {
			return REFUSED;
		}
		String message = String.valueOf(cause.getMessage());
		if (cause instanceof SSLException && message.contains("fatal alert")) {
			return BROKEN_OFF;
		}
		if (cause instanceof SQLException sqlException) {
			String state = String.valueOf(sqlException.getSQLState());
			if (state.equals("08006") && message.toLowerCase(Locale.ROOT).contains("hostnameverifier")) {
				return OTHER_HOST;
			}
			if (state.equals("08004") && message.contains("SSL")) {
				return NOT_OFFERED;
			}
		}
		return null;
	}

	/**
	 * Say what happened.
	 * @param database the database, as it is to be called in the sentence
	 * @return a sentence
	 */
	public String description(String database) {
		return this.description.formatted(database);
	}

	/**
	 * Say what to do.
	 * @return one or two sentences
	 */
	public String action() {
		return switch (this) {
			case OTHER_HOST, UNKNOWN_AUTHORITY, EXPIRED, REFUSED -> this.action
					+ " To see the certificate: openssl s_client -starttls postgres -connect <host>:<port> | openssl x509 -noout -text";
			case BROKEN_OFF, NOT_OFFERED -> this.action;
		};
	}

}
