package io.bailiwick.database.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ways in which root can run a program without root's rights, best first.
 */
enum UnprivilegedRun {

	/**
	 * A user namespace in which root is nobody: all files still belong to root, so
	 * nothing has to be handed over. Containers often forbid it.
	 */
	UNSHARE("unshare") {

		@Override
		List<String> command(ProcessUser user, List<String> command) {
			return concat(List.of("unshare", "-U"), command);
		}

	},

	/**
	 * Another user, by number.
	 */
	SETPRIV("setpriv") {

		@Override
		List<String> command(ProcessUser user, List<String> command) {
			return concat(List.of("setpriv", "--reuid=" + user.uid(), "--regid=" + user.gid(), "--clear-groups", "--"),
					command);
		}

	},

	/**
	 * Another user, by name, without asking for a password.
	 */
	RUNUSER("runuser") {

		@Override
		List<String> command(ProcessUser user, List<String> command) {
			return concat(List.of("runuser", "-u", user.name(), "--"), command);
		}

	},

	/**
	 * Another user, by name: the only way on small systems with BusyBox.
	 */
	SU("su") {

		@Override
		List<String> command(ProcessUser user, List<String> command) {
			String line = command.stream().map(UnprivilegedRun::quote).collect(Collectors.joining(" ", "exec ", ""));
			return List.of("su", "-s", "/bin/sh", "-c", line, user.name());
		}

	};

	private final String program;

	UnprivilegedRun(String program) {
		this.program = program;
	}

	String program() {
		return this.program;
	}

	abstract List<String> command(ProcessUser user, List<String> command);

	static String quote(String argument) {
		return "'" + argument.replace("'", "'\\''") + "'";
	}

	private static List<String> concat(List<String> prefix, List<String> command) {
		List<String> result = new ArrayList<>(prefix);
		result.addAll(command);
		return result;
	}

}
