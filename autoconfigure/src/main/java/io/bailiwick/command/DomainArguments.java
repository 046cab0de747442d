package io.bailiwick.command;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.migration.MigrationScope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The domains that a verb is for.
 */
final class DomainArguments {

	@Spec(Spec.Target.MIXEE)
	private @Nullable CommandSpec spec;

	@Parameters(paramLabel = "<domain>", arity = "0..*", description = "Names of domains; all of them by default.")
	private @Nullable List<String> domains;

	/**
	 * The scope of a verb for which versions mean nothing.
	 */
	MigrationScope plain() {
		for (String name : names()) {
			if (name.contains("@")) {
				throw wrong("'%s' has a version, which means nothing here".formatted(name));
			}
		}
		return new MigrationScope(new LinkedHashSet<>(names()), Map.of());
	}

	/**
	 * The scope of a verb that can stop at a version, written {@code domain@version}, or
	 * the version alone where there is one domain.
	 */
	MigrationScope scope(@Nullable List<String> to) {
		Set<String> names = new LinkedHashSet<>();
		Map<String, String> targets = new LinkedHashMap<>();
		for (String domain : names()) {
			names.add(domain.split("@", 2)[0]);
			addTarget(domain, domain, targets);
		}
		for (String target : (to != null) ? to : List.<String>of()) {
			if (!target.contains("@") && names.size() != 1) {
				throw wrong("'--to %s' does not say of which domain that is a version: write --to <domain>@%s"
					.formatted(target, target));
			}
			addTarget(target, target.contains("@") ? target : names.iterator().next() + "@" + target, targets);
		}
		return new MigrationScope(names, targets);
	}

	private List<String> names() {
		return (this.domains != null) ? this.domains : List.of();
	}

	private void addTarget(String typed, String target, Map<String, String> targets) {
		String[] parts = target.split("@", -1);
		if (parts.length > 2 || parts[0].isEmpty() || (parts.length == 2 && parts[1].isEmpty())) {
			throw wrong("'%s' is neither <domain> nor <domain>@<version>".formatted(typed));
		}
		if (parts.length == 2 && targets.putIfAbsent(parts[0], parts[1]) != null
				&& !parts[1].equals(targets.get(parts[0]))) {
			throw wrong("'%s' is to go to the versions %s and %s".formatted(parts[0], targets.get(parts[0]), parts[1]));
		}
	}

	ParameterException wrong(String message) {
		if (this.spec == null) {
			throw new IllegalStateException("Not part of a command");
		}
		return new ParameterException(this.spec.commandLine(), message);
	}

}
