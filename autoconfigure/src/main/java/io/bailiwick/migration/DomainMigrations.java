package io.bailiwick.migration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.adopt.AdoptionPlan;
import io.bailiwick.migration.adopt.AdoptionRequest;
import io.bailiwick.migration.adopt.BaselineRequest;
import io.bailiwick.migration.backup.Backup;
import io.bailiwick.migration.backup.BackupRequest;
import io.bailiwick.migration.backup.BackupSettings;
import io.bailiwick.migration.backup.Restoration;
import io.bailiwick.migration.backup.RestoreRequest;
import io.bailiwick.migration.reset.ResetPlan;
import io.bailiwick.migration.review.DomainInfo;
import io.bailiwick.migration.review.MigrationPlan;
import io.bailiwick.migration.review.RepairPlan;
import io.bailiwick.migration.review.ValidationReport;
import io.bailiwick.migration.undo.UndoPlan;
import io.bailiwick.migration.undo.UndoRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.util.Assert;

/**
 * Migrates every domain of the application, each after those it depends on. As a bean it
 * does so when the application starts, or what the {@link MigrationMode mode} of a domain
 * says; whatever uses a domain's data waits for it.
 */
public final class DomainMigrations implements InitializingBean {

	private final MigrationContext context;

	private final MigrationModes modes;

	/**
	 * Create the migrations of an application that migrates when it starts.
	 * @param domains the domains, in their order
	 * @param plans how to migrate each domain, by its name
	 * @param databases the databases they live in
	 * @param settings what holds for all of them
	 * @param classLoader the class loader of the application
	 * @param roles the roles of the domains, or {@code null} if they have none
	 * @param applications the databases as the application sees them, by their names,
	 * where migrations have connections of their own
	 * @param production whether the application runs in production, where nothing is
	 * undone or dropped by accident
	 */
	public DomainMigrations(Domains domains, Map<String, DomainPlan> plans, Iterable<Database> databases,
			MigrationSettings settings, ClassLoader classLoader, @Nullable DomainRoles roles,
			Map<String, Database> applications, boolean production) {
		this(domains, plans, databases, settings, classLoader, roles, applications, production,
				MigrationModes.of(MigrationMode.MIGRATE));
	}

	/**
	 * Create the migrations of an application.
	 * @param domains the domains, in their order
	 * @param plans how to migrate each domain, by its name
	 * @param databases the databases they live in
	 * @param settings what holds for all of them
	 * @param classLoader the class loader of the application
	 * @param roles the roles of the domains, or {@code null} if they have none
	 * @param applications the databases as the application sees them, by their names,
	 * where migrations have connections of their own
	 * @param production whether the application runs in production, where nothing is
	 * undone or dropped by accident
	 * @param modes what the start of the application does
	 */
	public DomainMigrations(Domains domains, Map<String, DomainPlan> plans, Iterable<Database> databases,
			MigrationSettings settings, ClassLoader classLoader, @Nullable DomainRoles roles,
			Map<String, Database> applications, boolean production, MigrationModes modes) {
		this(MigrationContext.of(domains, plans, databases, settings, classLoader, roles, applications, production),
				modes);
	}

	DomainMigrations(MigrationContext context) {
		this(context, MigrationModes.of(MigrationMode.MIGRATE));
	}

	private DomainMigrations(MigrationContext context, MigrationModes modes) {
		Assert.notNull(modes, "'modes' must not be null");
		this.context = context;
		this.modes = modes;
	}

	MigrationContext context() {
		return this.context;
	}

	@Override
	public void afterPropertiesSet() {
		new StartMigrations(this.context, this.modes).run();
	}

	/**
	 * Bring every domain to the state that its files describe. Does nothing where nothing
	 * is to be done, and may be called again.
	 * @throws DomainMigrationException if a domain could not be migrated; domains before
	 * it keep what was applied, domains after it are not touched
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public void migrate() {
		migrate(MigrationScope.all());
	}

	/**
	 * Bring some domains forward, and all that they depend on.
	 * @param scope which domains, and up to which versions
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws UnknownVersionException if a version to go to does not exist
	 * @throws DomainMigrationException if a domain could not be migrated; domains before
	 * it keep what was applied, domains after it are not touched
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public void migrate(MigrationScope scope) {
		new SchemaMigrator(this.context, new TargetVersions(this.context).check(scope)).migrate();
	}

	/**
	 * Tell all migrations of domains, applied or not. Nothing is changed or created.
	 * @param scope which domains; versions to go to mark what lies above them
	 * @return the domains in their order
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws DomainMigrationException if a history can not be read
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public List<DomainInfo> info(MigrationScope scope) {
		return new DomainReviews(this.context, scope).info();
	}

	/**
	 * Tell what {@link #migrate(MigrationScope)} would do, statement by statement.
	 * Nothing is changed or created, and no lock is taken.
	 * @param scope which domains, and up to which versions
	 * @return the steps in their order
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws UnknownVersionException if a version to go to does not exist
	 * @throws DomainMigrationException if a file or a history can not be read
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public MigrationPlan plan(MigrationScope scope) {
		return new DomainReviews(this.context, new TargetVersions(this.context).check(scope)).plan();
	}

	/**
	 * Compare the files of domains with their histories. Nothing is changed or created.
	 * @param scope which domains
	 * @return in what they differ, why, and what to do
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws DomainMigrationException if a file or a history can not be read
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public ValidationReport validate(MigrationScope scope) {
		return new DomainReviews(this.context, scope).validate();
	}

	/**
	 * Tell what {@link #repair} would change. Nothing is changed.
	 * @param scope which domains
	 * @param accepted versions, or descriptions of repeatable migrations, by the names of
	 * domains, of which a change or the loss of the file is accepted
	 * @return what would be changed, and what would stay wrong
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws DomainMigrationException if a file or a history can not be read
	 */
	public RepairPlan repairPlan(MigrationScope scope, Map<String, Set<String>> accepted) {
		return new DomainReviews(this.context, scope).repairPlan(accepted);
	}

	/**
	 * Mend the histories of domains, under the lock. The schemas themselves are not
	 * touched.
	 * @param scope which domains
	 * @param accepted versions, or descriptions of repeatable migrations, by the names of
	 * domains, of which a change or the loss of the file is accepted
	 * @param planned the preview that somebody has agreed to
	 * @return what has been done
	 * @throws DomainMigrationException if the preview no longer holds, or if a history
	 * can not be written, which is then as it was
	 */
	public RepairPlan repair(MigrationScope scope, Map<String, Set<String>> accepted, RepairPlan planned) {
		return new DomainReviews(this.context, scope).repair(accepted, planned);
	}

	/**
	 * Tell what {@link #reset} would drop. Nothing is changed.
	 * @param scope which domains
	 * @return the schemas
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws DomainMigrationException if they may not be reset: in production, or
	 * without a domain that depends on one of them
	 */
	public ResetPlan resetPlan(MigrationScope scope) {
		return new DomainReset(this.context, scope).plan();
	}

	/**
	 * Drop the schemas of domains with all that is in them, and build them again from
	 * their files. Never while a production profile is active.
	 * @param scope which domains
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws DomainMigrationException if they may not be reset, or if something outside
	 * of them would be dropped too: then nothing has been dropped; or if they could not
	 * be migrated afterwards
	 */
	public void reset(MigrationScope scope) {
		new DomainReset(this.context, scope).reset();
	}

	/**
	 * Find out what {@link #undo} would do, and what data may go with it. Changes
	 * nothing.
	 * @param request what to undo
	 * @return the plan; empty if there is nothing to undo
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws io.bailiwick.migration.undo.UndoException if it can not be undone: a
	 * dependent domain has built upon it, or there is no way back
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public UndoPlan undoPlan(UndoRequest request) {
		return new SchemaUndo(this.context, request).plan();
	}

	/**
	 * Undo migrations, the newest first, each in one transaction with its row in the
	 * history. A migration that is undone is pending again.
	 * @param request what to undo, best with the plan that has been agreed to
	 * @return what has been undone
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws io.bailiwick.migration.undo.UndoException if it can not or must not be
	 * undone, or is not what has been agreed to: nothing was changed
	 * @throws DomainMigrationException if the database refused something; migrations that
	 * were undone before stay undone
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public UndoPlan undo(UndoRequest request) {
		return new SchemaUndo(this.context, request).run();
	}

	/**
	 * Tell what {@link #adopt} would write. It is a rehearsal: everything is done in one
	 * transaction, and rolled back.
	 * @param request what is wanted
	 * @return what would be written, and whether the files describe what is there
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws io.bailiwick.migration.adopt.AdoptionException if there is nothing that
	 * could be adopted, or it can not be
	 */
	public AdoptionPlan adoptionPlan(AdoptionRequest request) {
		return new DomainAdopter(this.context).plan(request);
	}

	/**
	 * Take over what another tool has applied to a database: write the histories of all
	 * its domains in one transaction, without running anything. The history of the other
	 * tool stays as it is. Does nothing if that has been done before.
	 * @param request what is wanted
	 * @param planned the preview that somebody has agreed to
	 * @return what has been written
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws io.bailiwick.migration.adopt.AdoptionException if the preview no longer
	 * holds, or if the files do not describe what is there and nobody accepts that, or if
	 * it can not be written; then nothing has been
	 */
	public AdoptionPlan adopt(AdoptionRequest request, AdoptionPlan planned) {
		return new DomainAdopter(this.context).adopt(request, planned);
	}

	/**
	 * Tell what {@link #baseline} would write, as {@link #adoptionPlan} does.
	 * @param request what is wanted
	 * @return what would be written, which files count as applied, and whether these
	 * describe what is there
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws io.bailiwick.migration.adopt.AdoptionException if it can not be written
	 */
	public AdoptionPlan baselinePlan(BaselineRequest request) {
		return new DomainAdopter(this.context).plan(request);
	}

	/**
	 * Say that domains without a history have what their files describe up to a version.
	 * All is written in one transaction, without running anything. Does nothing if that
	 * has been done before.
	 * @param request what is wanted
	 * @param planned the preview that somebody has agreed to
	 * @return what has been written
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws io.bailiwick.migration.adopt.AdoptionException if the preview no longer
	 * holds, or if the files do not describe what is there and nobody accepts that, or if
	 * a domain has a history; then nothing has been written
	 */
	public AdoptionPlan baseline(BaselineRequest request, AdoptionPlan planned) {
		return new DomainAdopter(this.context).baseline(request, planned);
	}

	/**
	 * Save the data of domains, with their definitions and privileges, to an archive for
	 * each database.
	 * @param request which domains, and where to
	 * @param settings where programs and archives are
	 * @param progress what takes lines that say what is being saved; in any thread
	 * @return the archives, each of which has been read back
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws io.bailiwick.migration.backup.BackupException if a program is missing, is
	 * too old or fails; no incomplete archive is left
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public List<Backup> backup(BackupRequest request, BackupSettings settings, Consumer<String> progress) {
		return new DomainBackups(this.context, settings, progress).backup(request);
	}

	/**
	 * Bring back the data of domains, in each database all of it or nothing.
	 * @param request from where, and which domains
	 * @param settings where programs are
	 * @param progress what takes lines that say what is being brought back; in any thread
	 * @return what has been brought back
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws io.bailiwick.migration.backup.BackupException if a program is missing or
	 * fails, or if something would be destroyed that the request does not speak of;
	 * nothing has been changed in that database
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public Restoration restore(RestoreRequest request, BackupSettings settings, Consumer<String> progress) {
		return new DomainBackups(this.context, settings, progress).restore(request);
	}

	/**
	 * Wait until somebody else has brought some domains, and all that they depend on, at
	 * least as far as their files go. Nothing is changed and no lock is taken; a role
	 * that may read the histories is enough. A database that can not be reached is waited
	 * for as well, one that refuses the login is not.
	 * @param scope which domains, and how far they have to be
	 * @param timeout how long to wait; zero looks once
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws UnknownVersionException if a version to go to does not exist
	 * @throws DomainMigrationException if they have not come that far in time; the
	 * message says what is missing and who is migrating
	 * @throws io.bailiwick.database.DatabaseUnavailableException if a database does not
	 * let the application in
	 */
	public void awaitMigrated(MigrationScope scope, Duration timeout) {
		Assert.isTrue(!timeout.isNegative(), "'timeout' must not be negative");
		new TargetVersions(this.context).check(scope);
		new MigrationWait(this.context, scope.selectWithDependencies(this.context.domains()), scope, timeout).await();
	}

	/**
	 * Return what the start of the application does about the migrations of a domain.
	 * @param domain the name of a domain
	 * @return its mode
	 * @throws java.util.NoSuchElementException if there is no such domain
	 */
	public MigrationMode mode(String domain) {
		return this.modes.of(this.context.domains().get(domain));
	}

	/**
	 * Read from the database how far a domain has come.
	 * @param domain the name of a domain
	 * @return its status
	 * @throws java.util.NoSuchElementException if there is no such domain
	 * @throws org.flywaydb.core.api.FlywayException if the database can not be read
	 */
	public DomainStatus status(String domain) {
		return DomainStatus.of(this.context.plan(this.context.domains().get(domain)).flyway());
	}

	/**
	 * Read how far the domains of a database have come, all at once where that is
	 * possible.
	 * @param database the name of a database
	 * @return their statuses by name, in the order of the domains
	 * @throws java.util.NoSuchElementException if there is no such database
	 * @throws io.bailiwick.database.DatabaseUnavailableException if the database does not
	 * let the application in
	 * @throws org.flywaydb.core.api.FlywayException if the database can not be read
	 */
	public Map<String, DomainStatus> statuses(String database) {
		Database place = this.context.databases().get(database);
		if (place == null) {
			throw new NoSuchElementException("There is no database '%s'".formatted(database));
		}
		List<Domain> inhabitants = this.context.domains().in(database);
		Map<String, DomainStatus> known = new DomainStatuses(inhabitants, this.context::plan).read(place);
		Map<String, DomainStatus> statuses = new LinkedHashMap<>();
		for (Domain domain : inhabitants) {
			DomainStatus status = known.get(domain.name());
			statuses.put(domain.name(), (status != null) ? status : status(domain.name()));
		}
		return statuses;
	}

}
