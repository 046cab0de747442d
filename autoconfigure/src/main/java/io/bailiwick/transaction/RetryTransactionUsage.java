package io.bailiwick.transaction;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.util.ReflectionUtils;

/**
 * Checks where {@link RetryTransaction} stands.
 */
final class RetryTransactionUsage {

	private static final String RETRYABLE = "org.springframework.resilience.annotation.Retryable";

	private static final Set<Integer> STARTS_TRANSACTION = Set.of(TransactionDefinition.PROPAGATION_REQUIRED,
			TransactionDefinition.PROPAGATION_REQUIRES_NEW);

	private final AnnotationTransactionAttributeSource transactions = new AnnotationTransactionAttributeSource(false);

	static @Nullable RetryTransaction find(Method method, Class<?> type) {
		Method specific = AopUtils.getMostSpecificMethod(method, type);
		RetryTransaction annotation = AnnotatedElementUtils.findMergedAnnotation(specific, RetryTransaction.class);
		return (annotation != null) ? annotation
				: AnnotatedElementUtils.findMergedAnnotation(type, RetryTransaction.class);
	}

	boolean startsTransaction(Method method, Class<?> type) {
		TransactionAttribute transaction = this.transactions.getTransactionAttribute(method, type);
		return transaction != null && STARTS_TRANSACTION.contains(transaction.getPropagationBehavior());
	}

	/**
	 * Return the name of the transaction manager that a method asks for, if any: that of
	 * its domain.
	 */
	@Nullable String managerOf(Method method, Class<?> type) {
		TransactionAttribute transaction = this.transactions.getTransactionAttribute(method, type);
		return (transaction != null) ? transaction.getQualifier() : null;
	}

	/**
	 * Check a class as it is written.
	 */
	void check(Class<?> type) {
		Set<Method> methods = MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, RetryTransaction.class));
		methods.forEach((method) -> check(method, type));
		RetryTransaction onType = AnnotatedElementUtils.findMergedAnnotation(type, RetryTransaction.class);
		if (onType != null) {
			checkNumbers(onType, type.getName());
			for (Method method : ReflectionUtils.getAllDeclaredMethods(type)) {
				if (method.getDeclaringClass() != Object.class
						&& this.transactions.getTransactionAttribute(method, type) != null) {
					return;
				}
			}
			throw nothingToRetry(type.getName());
		}
	}

	private void check(Method method, Class<?> type) {
		String where = type.getName() + "." + method.getName();
		RetryTransaction annotation = find(method, type);
		if (annotation != null) {
			checkNumbers(annotation, where);
		}
		if (this.transactions.getTransactionAttribute(method, type) == null) {
			throw nothingToRetry(where);
		}
		if (!startsTransaction(method, type)) {
			throw new RetryTransactionException(
					"@RetryTransaction on %s has no effect: its @Transactional never starts a transaction by itself."
						.formatted(where),
					"Put @RetryTransaction on the method that starts the transaction, or give this one the propagation REQUIRED.");
		}
		if ((method.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL)) != 0) {
			throw new RetryTransactionException(
					"@RetryTransaction on %s has no effect: a proxy can not see calls of the method.".formatted(where),
					"Make the method neither private nor static nor final.");
		}
		if (MergedAnnotations.from(method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY).isPresent(RETRYABLE)) {
			throw new RetryTransactionException(
					"%s has @Retryable and @RetryTransaction: the retries would multiply.".formatted(where),
					"Remove one of the two.");
		}
	}

	private static void checkNumbers(RetryTransaction annotation, String where) {
		if (annotation.retries() < 0 || annotation.withinMillis() < 1) {
			throw new RetryTransactionException(
					"@RetryTransaction on %s has numbers that make no sense: retries=%d, withinMillis=%d."
						.formatted(where, annotation.retries(), annotation.withinMillis()),
					"Let 'retries' be 0 or more, and 'withinMillis' 1 or more.");
		}
	}

	private static RetryTransactionException nothingToRetry(String where) {
		return new RetryTransactionException(
				"@RetryTransaction on %s has no effect: nothing there is @Transactional.".formatted(where),
				"Add @Transactional, or remove @RetryTransaction.");
	}

	/**
	 * Check a bean as it is called: retries, then the transaction.
	 */
	static void checkOrder(String beanName, Object bean) {
		int retries = -1;
		int transaction = -1;
		if (bean instanceof Advised advised) {
			Advisor[] advisors = advised.getAdvisors();
			for (int i = advisors.length - 1; i >= 0; i--) {
				retries = (advisors[i].getAdvice() instanceof RetryTransactionInterceptor) ? i : retries;
				transaction = (advisors[i].getAdvice() instanceof TransactionInterceptor) ? i : transaction;
			}
		}
		if (retries < 0 || transaction < 0 || retries > transaction) {
			throw new RetryTransactionException(
					"The retries of @RetryTransaction on the bean '%s' are not outside of its transactions: %s."
						.formatted(beanName,
								(retries >= 0 && transaction < 0)
										? "the proxy of the bean does not start transactions itself"
										: "another proxy, or another order, puts the transaction around them"),
					"Let one proxy do both: @EnableTransactionManagement in its mode PROXY, and no second proxy that starts transactions. Or call Transactions.retry(…) instead.");
		}
	}

}
