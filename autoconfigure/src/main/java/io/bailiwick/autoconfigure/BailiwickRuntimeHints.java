package io.bailiwick.autoconfigure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

import io.bailiwick.database.security.BundleSocketFactory;
import io.bailiwick.migration.script.ScriptFolders;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * Keeps the files of the domains in a native image: the base folder, the overlays of all
 * profiles and the seed data.
 */
class BailiwickRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern(ScriptFolders.MIGRATIONS + "/**");
		hints.resources().registerPattern(ScriptFolders.MIGRATIONS + "-*/**");
		hints.resources().registerPattern(ScriptFolders.SEEDS + "/**");
		// Connections that are lent to migrations.
		hints.proxies().registerJdkProxy(Connection.class);
		// Connections and statements of transactions.
		hints.proxies().registerJdkProxy(ConnectionProxy.class);
		hints.proxies().registerJdkProxy(Statement.class);
		hints.proxies().registerJdkProxy(PreparedStatement.class);
		hints.reflection().registerType(BundleSocketFactory.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
	}

}
