package io.bailiwick.database.timeout;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * What a pool executes on every connection that it opens.
 */
public final class InitSql {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			InitSql.class.getClassLoader());

	private InitSql() {
	}

	/**
	 * Find out what that is.
	 * @param dataSource the pool, or something around it
	 * @return the SQL, or {@code null} if there is none or nobody knows
	 */
	public static @Nullable String of(DataSource dataSource) {
		return HIKARI_PRESENT ? Hikari.initSql(dataSource) : null;
	}

	/**
	 * Isolated because HikariCP may be absent.
	 */
	private static final class Hikari {

		static @Nullable String initSql(DataSource dataSource) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			return (pool != null) ? pool.getConnectionInitSql() : null;
		}

	}

}
