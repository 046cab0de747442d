package io.bailiwick.test;

import java.io.PrintStream;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Prints each test that did not run and why, so that a green build tells what it has not
 * shown.
 */
public final class SkipReporter implements TestExecutionListener {

	private final PrintStream out = System.out;

	@Override
	public void executionSkipped(TestIdentifier test, String reason) {
		report(test, reason);
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
			report(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
		}
	}

	private void report(TestIdentifier test, String reason) {
		this.out.printf("[SKIPPED] %s: %s%n", test.getLegacyReportingName() + " " + test.getDisplayName(), reason);
	}

}
