package io.bailiwick.transaction;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Executes transactional methods again, from outside of their transactions.
 */
final class RetryTransactionInterceptor implements MethodInterceptor {

	private final RetryTransactionUsage usage;

	private final Supplier<@Nullable TransactionObserver> observer;

	RetryTransactionInterceptor(RetryTransactionUsage usage, Supplier<@Nullable TransactionObserver> observer) {
		this.usage = usage;
		this.observer = observer;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			return invocation.proceed();
		}
		RetrySettings settings = settings(invocation);
		if (settings.retries() == 0) {
			return invocation.proceed();
		}
		long begun = System.nanoTime();
		try {
			return attempt(invocation);
		}
		catch (Throwable failure) {
			if (!settings.covers(failure)) {
				throw failure;
			}
			return new RetriedUnit<Optional<Object>, Exception>(settings, invocation.getMethod().toString(),
					() -> tellOfRetry(invocation), () -> Optional.ofNullable(attempt(invocation)))
				.executeAfter(failure, begun)
				.orElse(null);
		}
	}

	private void tellOfRetry(MethodInvocation invocation) {
		TransactionObserver told = this.observer.get();
		String domain = this.usage.managerOf(invocation.getMethod(), type(invocation));
		TransactionObserver.OfDomain ofDomain = (told != null && domain != null) ? told.of(domain) : null;
		if (ofDomain != null) {
			ofDomain.retrying();
		}
	}

	private static Class<?> type(MethodInvocation invocation) {
		Object target = invocation.getThis();
		return (target != null) ? AopUtils.getTargetClass(target) : invocation.getMethod().getDeclaringClass();
	}

	private RetrySettings settings(MethodInvocation invocation) {
		Class<?> type = type(invocation);
		RetryTransaction annotation = RetryTransactionUsage.find(invocation.getMethod(), type);
		if (annotation == null || !this.usage.startsTransaction(invocation.getMethod(), type)) {
			return RetrySettings.NONE;
		}
		RetrySettings settings = RetrySettings.NONE.withRetries(annotation.retries())
			.within(Duration.ofMillis(annotation.withinMillis()));
		settings = (annotation.lockTimeouts()) ? settings.withLockTimeouts() : settings;
		return (annotation.idempotent()) ? settings.withUnknownOutcomes() : settings;
	}

	private static @Nullable Object attempt(MethodInvocation invocation) throws Exception {
		CommitMarker marker = CommitMarker.bind();
		try {
			return ((ProxyMethodInvocation) invocation).invocableClone().proceed();
		}
		catch (Exception | Error ex) {
			if (marker.isCommitted()) {
				AlreadyCommitted.sayWith(ex);
			}
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Neither an exception nor an error", ex);
		}
		finally {
			CommitMarker.unbind();
		}
	}

}
