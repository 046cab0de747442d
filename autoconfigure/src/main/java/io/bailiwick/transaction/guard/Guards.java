package io.bailiwick.transaction.guard;

import java.util.Arrays;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.bailiwick.database.Databases;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.util.Assert;

/**
 * Looks out for transactions that can not keep what they promise, on every thread of the
 * application, and refuses them or writes to the log, as the settings say.
 * <p>
 * It is told of transactions by their managers and, where settings ask for statements, by
 * the connections of these. To be closed with the application.
 */
public final class Guards implements AutoCloseable {

	private final GuardSettings settings;

	private final boolean severalPools;

	private final ThreadTransactions transactions;

	private final Residences residences;

	private final Findings findings;

	private final SecondDatabase secondDatabase;

	private final NewTransactions newTransactions;

	private final OutsideTransactions outside;

	private final Statements statements;

	private final @Nullable LongTransactions longTransactions;

	/**
	 * Create guards.
	 * @param settings how strict they are
	 * @param domains the domains of the application
	 * @param databases gives the databases in which these live, as soon as they are known
	 */
	public Guards(GuardSettings settings, Domains domains, Supplier<? extends @Nullable Databases> databases) {
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(domains, "'domains' must not be null");
		Assert.notNull(databases, "'databases' must not be null");
		this.settings = settings;
		this.severalPools = domains.stream().anyMatch((domain) -> !domain.database().equals(Domain.MAIN_DATABASE));
		this.transactions = new ThreadTransactions(settings.isOn(Guard.LONG_TRANSACTION));
		this.residences = new Residences(domains, databases);
		this.findings = new Findings(settings);
		Wording wording = new Wording(this.residences);
		this.secondDatabase = new SecondDatabase(this.transactions, settings.allowed(), this.residences, wording,
				this.findings);
		this.newTransactions = new NewTransactions(this.transactions, wording, this.findings);
		this.outside = new OutsideTransactions(settings, this.transactions, this.secondDatabase, this.residences,
				this.findings);
		this.statements = new Statements(settings, wording, this.findings);
		this.longTransactions = settings.isOn(Guard.LONG_TRANSACTION)
				? new LongTransactions(settings.longAfter(), this.transactions, wording, this.findings) : null;
	}

	/**
	 * Return how strict the guards are.
	 * @return the settings
	 */
	public GuardSettings settings() {
		return this.settings;
	}

	/**
	 * Start to watch over transactions that are open.
	 */
	public void start() {
		if (this.longTransactions != null) {
			this.longTransactions.start();
		}
	}

	/**
	 * Have somebody told of everything that is found.
	 * @param observer is told
	 */
	public void observe(GuardObserver observer) {
		Assert.notNull(observer, "'observer' must not be null");
		this.findings.observe(observer);
	}

	/**
	 * Look after the transactions of a manager. One that is looked after already is left
	 * as it is.
	 * @param manager the manager
	 * @param beanName what it is called, for messages about a data source that is of no
	 * domain
	 * @param domain the domain that it was made for, or {@code null}
	 * @param dataSource the data source of its transactions
	 */
	public void lookAfter(ConfigurableTransactionManager manager, String beanName, @Nullable String domain,
			DataSource dataSource) {
		Assert.notNull(manager, "'manager' must not be null");
		Assert.notNull(dataSource, "'dataSource' must not be null");
		boolean known = manager.getTransactionExecutionListeners().stream().anyMatch(GuardListener.class::isInstance);
		if (known || Arrays.stream(Guard.values()).noneMatch(this.settings::isOn)) {
			return;
		}
		Object pool = Residences.poolOf(dataSource);
		this.residences.bean(pool, beanName);
		Object resource = (manager instanceof ResourceTransactionManager resources) ? resources.getResourceFactory()
				: dataSource;
		GuardedManager guarded = new GuardedManager(domain, dataSource, pool, resource,
				manager instanceof DataSourceTransactionManager);
		manager.addListener(new GuardListener(guarded, this.settings, this.transactions, this.secondDatabase,
				this.newTransactions, this.statements, this.longTransactions));
	}

	/**
	 * Look after the connections that a domain takes, outside of transactions too.
	 * @param domain the domain
	 * @param dataSource its data source
	 * @param ownPool whether the pool behind it is the domain's own, beside those of
	 * other domains of the same database
	 * @return the data source to use instead, which takes part in the same transactions
	 */
	public DataSource lookAfter(String domain, DataSource dataSource, boolean ownPool) {
		Assert.hasText(domain, "'domain' must not be empty");
		Assert.notNull(dataSource, "'dataSource' must not be null");
		if (ownPool) {
			this.residences.ownPool(Residences.poolOf(dataSource), domain);
		}
		boolean wanted = this.settings.isOn(Guard.NO_TRANSACTION) || this.statements.isOn()
				|| (this.settings.isOn(Guard.SECOND_DATABASE) && (ownPool || this.severalPools));
		return wanted ? new GuardedDataSource(domain, dataSource, this.transactions, this.statements, this.outside)
				: dataSource;
	}

	@Override
	public void close() {
		if (this.longTransactions != null) {
			this.longTransactions.close();
		}
	}

}
