package io.bailiwick.migration.review;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import io.bailiwick.migration.review.MigrationEntry.State;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.ScriptException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/**
 * Tells what Flyway knows of a domain's migrations in our words, and what only the files
 * say.
 */
final class InfoReader {

	private final ReviewedDomain domain;

	private final Charset encoding;

	InfoReader(ReviewedDomain domain) {
		this.domain = domain;
		this.encoding = domain.configuration().getEncoding();
	}

	DomainInfo read() {
		MigrationInfoService service = this.domain.flyway().info();
		MigrationInfo current = service.current();
		List<MigrationEntry> entries = new ArrayList<>();
		for (MigrationInfo info : service.all()) {
			entries.add(entry(info));
		}
		return new DomainInfo(this.domain.domain().name(), this.domain.domain().database(),
				this.domain.domain().schema(),
				(current != null && current.getVersion() != null) ? current.getVersion().getVersion() : null, entries);
	}

	private MigrationEntry entry(MigrationInfo info) {
		Migration migration = this.domain.migration(info);
		State state = stateOf(info.getState());
		Date installedOn = info.isApplied() ? info.getInstalledOn() : null;
		Integer time = info.isApplied() ? info.getExecutionTime() : null;
		boolean changed = info.isApplied() && info.getVersion() != null && state != State.UNDONE
				&& !info.isChecksumMatching();
		return new MigrationEntry((info.getVersion() != null) ? info.getVersion().getVersion() : null,
				info.getDescription(), info.getScript(), state, changed || state == State.OUTDATED,
				info.isApplied() ? info.getAppliedChecksum() : info.getResolvedChecksum(),
				(installedOn != null) ? installedOn.toInstant() : null, info.isApplied() ? info.getInstalledBy() : null,
				(time != null) ? Duration.ofMillis(time) : null, undoObstacle(migration, state), about(migration));
	}

	private @Nullable String undoObstacle(@Nullable Migration migration, State state) {
		if (migration == null) {
			return (state == State.BASELINE) ? "a baseline has no way back" : "it has no file";
		}
		try {
			return migration.undoObstacle(this.encoding);
		}
		catch (ScriptException ex) {
			return "its way back can not be read";
		}
	}

	private @Nullable String about(@Nullable Migration migration) {
		try {
			return (migration != null) ? migration.up().head(this.encoding).description() : null;
		}
		catch (ScriptException ex) {
			return null;
		}
	}

	private static State stateOf(MigrationState state) {
		return switch (state) {
			case SUCCESS -> State.APPLIED;
			case OUT_OF_ORDER -> State.OUT_OF_ORDER;
			case BASELINE -> State.BASELINE;
			case PENDING, AVAILABLE -> State.PENDING;
			case ABOVE_TARGET -> State.ABOVE_TARGET;
			case OUTDATED -> State.OUTDATED;
			case SUPERSEDED -> State.SUPERSEDED;
			case UNDONE, DELETED -> State.UNDONE;
			case FAILED, MISSING_FAILED, FUTURE_FAILED -> State.FAILED;
			case MISSING_SUCCESS -> State.MISSING;
			case FUTURE_SUCCESS -> State.FUTURE;
			case IGNORED, BELOW_BASELINE, BASELINE_IGNORED -> State.PASSED_OVER;
		};
	}

}
