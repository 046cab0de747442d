package io.bailiwick.transaction.guard;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the place in the application from which something came. Looked for only when
 * there is something to say.
 */
final class CallSite {

	private static final String SAMPLES = "org.springframework.samples.";

	private static final List<String> LIBRARIES = List.of("com.sun.", "com.zaxxer.", "io.bailiwick.database.",
			"io.bailiwick.transaction.", "java.", "javax.", "jdk.", "kotlin.", "org.hibernate.", "org.jooq.",
			"org.postgresql.", "org.springframework.", "sun.");

	private static final Set<String> OPENERS = Set.of("io.bailiwick.transaction.Transactions",
			"org.springframework.transaction.interceptor.TransactionInterceptor",
			"org.springframework.transaction.support.TransactionTemplate");

	private static final String UNKNOWN = "an unknown place";

	private CallSite() {
	}

	/**
	 * Where the current thread is.
	 */
	static String here() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> isOfApplication(frame.getClassName()))
				.findFirst()
				.map((frame) -> shown(frame.toStackTraceElement()))
				.orElse(UNKNOWN));
	}

	/**
	 * Where a thread is.
	 */
	static String of(StackTraceElement[] stack) {
		return firstOfApplication(stack, 0);
	}

	/**
	 * Where a thread has opened a transaction that is still open.
	 * @param stack the stack of the thread
	 * @param name the name of the transaction: the method, if that is transactional
	 * @param outermost whether the transaction is inside of no other
	 */
	static String ofOpener(StackTraceElement[] stack, @Nullable String name, boolean outermost) {
		int opener = -1;
		for (int i = 0; i < stack.length; i++) {
			StackTraceElement element = stack[i];
			if ((element.getClassName() + "." + element.getMethodName()).equals(name)) {
				return shown(element);
			}
			if (OPENERS.contains(element.getClassName()) && (outermost || opener < 0 || opener == i - 1)) {
				opener = i;
			}
		}
		return (opener >= 0) ? firstOfApplication(stack, opener + 1) : (name != null) ? name : UNKNOWN;
	}

	private static String firstOfApplication(StackTraceElement[] stack, int from) {
		for (int i = from; i < stack.length; i++) {
			if (isOfApplication(stack[i].getClassName())) {
				return shown(stack[i]);
			}
		}
		return UNKNOWN;
	}

	/**
	 * Without the names of class loaders.
	 */
	private static String shown(StackTraceElement element) {
		return "%s.%s(%s:%d)".formatted(element.getClassName(), element.getMethodName(), element.getFileName(),
				element.getLineNumber());
	}

	private static boolean isOfApplication(String className) {
		if (className.contains("$$")) {
			return false;
		}
		return className.startsWith(SAMPLES) || LIBRARIES.stream().noneMatch(className::startsWith);
	}

}
