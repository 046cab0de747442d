package io.bailiwick.command;

/**
 * The codes with which a command ends, for scripts and deployment jobs.
 */
final class ExitCodes {

	/** Done, or nothing to do. */
	static final int DONE = 0;

	/** Failed, or declined at the prompt: the message says what has been changed. */
	static final int FAILED = 1;

	/** Typed wrongly; nothing was looked at. */
	static final int USAGE = 2;

	/** Somebody who only wanted to know is told that there is something to do. */
	static final int SOMETHING_TO_DO = 3;

	private ExitCodes() {
	}

}
