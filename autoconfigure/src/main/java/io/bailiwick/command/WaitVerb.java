package io.bailiwick.command;

import java.time.Duration;
import java.util.List;

import io.bailiwick.migration.MigrationScope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonWriter;

/**
 * Waits for somebody else to migrate.
 */
@Command(name = "wait", sortOptions = false,
		description = "Waits until the databases have at least the versions that this application carries. Changes nothing.")
final class WaitVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Option(names = "--to", paramLabel = "<domain>@<version>",
			description = "Wait for this version only; the version alone where there is one domain.")
	private @Nullable List<String> to;

	@Option(names = "--timeout", paramLabel = "<duration>", defaultValue = "10m",
			description = "How long: 30s, 5m, PT1H; ${DEFAULT-VALUE} by default, 0 looks once.")
	private String timeout = "10m";

	@Override
	void check() {
		this.domains.scope(this.to);
		timeout();
	}

	@Override
	int run(Application application, Output output) {
		MigrationScope scope = this.domains.scope(this.to);
		long start = System.nanoTime();
		application.migrations().awaitMigrated(scope, timeout());
		Duration waited = Duration.ofNanos(System.nanoTime() - start);
		if (output.json()) {
			output.json(JsonWriter.of((members) -> members.add("waitedMillis", Duration::toMillis)), waited);
		}
		else {
			output.line(output.style(Style.GREEN, "Migrated, after %s.".formatted(Words.of(waited))));
		}
		return ExitCodes.DONE;
	}

	private Duration timeout() {
		Duration timeout;
		try {
			timeout = this.timeout.equals("0") ? Duration.ZERO : DurationStyle.detectAndParse(this.timeout);
		}
		catch (IllegalArgumentException ex) {
			throw this.domains.wrong("'--timeout %s' is no duration such as 30s or 5m".formatted(this.timeout));
		}
		if (timeout.isNegative()) {
			throw this.domains.wrong("'--timeout %s' is negative".formatted(this.timeout));
		}
		return timeout;
	}

}
