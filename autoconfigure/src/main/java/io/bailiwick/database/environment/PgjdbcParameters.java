package io.bailiwick.database.environment;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The connection parameters of pgjdbc. A copy of the names in
 * {@code org.postgresql.PGProperty}, because the driver is an optional dependency; a test
 * compares the two. What an address says in another place (server, database, user and
 * password) is not among them.
 */
final class PgjdbcParameters {

	private static final Set<String> NAMES = Set.of("adaptiveFetch", "adaptiveFetchMaximum", "adaptiveFetchMinimum",
			"allowEncodingChanges", "ApplicationName", "assumeMinServerVersion", "authenticationPluginClassName",
			"autosave", "binaryTransfer", "binaryTransferDisable", "binaryTransferEnable", "cancelSignalTimeout",
			"channelBinding", "classLoaderStrategy", "cleanupSavepoints", "connectExecutor", "connectExecutorArg",
			"connectTimeout", "convertBooleanToNumeric", "currentSchema", "databaseMetadataCacheFields",
			"databaseMetadataCacheFieldsMiB", "defaultRowFetchSize", "disableColumnSanitiser", "escapeSyntaxCallMode",
			"flushCacheOnDdl", "groupStartupParameters", "gssEncMode", "gsslib", "gssResponseTimeout",
			"gssUseDefaultCreds", "hideUnprivilegedObjects", "hostRecheckSeconds", "jaasApplicationName", "jaasLogin",
			"kerberosServerName", "loadBalanceHosts", "localSocketAddress", "loggerFile", "loggerLevel", "loginTimeout",
			"logServerErrorDetail", "logUnclosedConnections", "maxResultBuffer", "maxSendBufferSize", "options",
			"pemKeyAlgorithm", "preferQueryMode", "preparedStatementCacheQueries", "preparedStatementCacheSizeMiB",
			"prepareThreshold", "protocolVersion", "queryTimeout", "quoteReturningIdentifiers", "readOnly",
			"readOnlyMode", "receiveBufferSize", "replication", "requireAuth", "reWriteBatchedInserts",
			"reWriteBatchedInsertsSize", "scramMaxIterations", "sendBufferSize", "service", "socketFactory",
			"socketFactoryArg", "socketTimeout", "ssl", "sslcert", "sslfactory", "sslfactoryarg", "sslhostnameverifier",
			"sslkey", "sslmode", "sslNegotiation", "sslpassword", "sslpasswordcallback", "sslResponseTimeout",
			"sslrootcert", "sspiServiceClass", "stringtype", "targetServerType", "tcpKeepAlive", "tcpNoDelay",
			"unknownLength", "useSpnego", "xmlFactoryFactory");

	private PgjdbcParameters() {
	}

	static boolean contains(String name) {
		return NAMES.contains(name);
	}

	static @Nullable String similarTo(String name) {
		String plain = name.replaceAll("[_-]", "");
		return NAMES.stream().filter((candidate) -> candidate.equalsIgnoreCase(plain)).findFirst().orElse(null);
	}

	static Set<String> names() {
		return NAMES;
	}

}
