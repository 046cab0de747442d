package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.bailiwick.transaction.Transactions;
import io.bailiwick.transaction.idempotency.Idempotency;
import org.jooq.DSLContext;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;

/**
 * A bean that each domain has one of, unless the application brings its own.
 *
 * @param type what it is injected as
 * @param factory the class that makes it
 * @param factoryMethod the method that makes it
 * @param lazy whether it is made only where somebody wants it
 */
record DomainHandle(Class<?> type, Class<?> factory, String factoryMethod, boolean lazy) {

	private static final boolean JOOQ_PRESENT = ClassUtils.isPresent("org.jooq.DSLContext",
			DomainHandle.class.getClassLoader());

	static List<DomainHandle> all() {
		List<DomainHandle> handles = new ArrayList<>();
		handles.add(new DomainHandle(DataSource.class, DomainBeans.class, "dataSource", false));
		handles.add(new DomainHandle(PlatformTransactionManager.class, DomainBeans.class, "transactionManager", false));
		handles.add(new DomainHandle(TransactionTemplate.class, DomainBeans.class, "transactionTemplate", false));
		handles.add(new DomainHandle(Transactions.class, DomainBeans.class, "transactions", false));
		handles.add(new DomainHandle(JdbcClient.class, DomainBeans.class, "jdbcClient", false));
		// It looks for its table, which only those have who use it.
		handles.add(new DomainHandle(Idempotency.class, DomainBeans.class, "idempotency", true));
		if (JOOQ_PRESENT) {
			handles.add(new DomainHandle(DSLContext.class, JooqBeans.class, "dslContext", false));
		}
		return handles;
	}

}
