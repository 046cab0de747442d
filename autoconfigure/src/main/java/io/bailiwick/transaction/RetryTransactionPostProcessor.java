package io.bailiwick.transaction;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.Assert;

/**
 * Puts retries around the transactions of beans that ask for it with
 * {@link RetryTransaction}, and sees to it that they are there.
 */
public final class RetryTransactionPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton {

	private final transient RetryTransactionUsage usage = new RetryTransactionUsage();

	private final Set<String> retried = ConcurrentHashMap.newKeySet();

	private transient @Nullable BeanFactory beanFactory;

	/**
	 * Create a post-processor.
	 */
	public RetryTransactionPostProcessor() {
		setBeforeExistingAdvisors(true);
		this.advisor = new DefaultPointcutAdvisor(
				new ComposablePointcut(new AnnotationMatchingPointcut(RetryTransaction.class, true))
					.union(new AnnotationMatchingPointcut(null, RetryTransaction.class, true)),
				new RetryTransactionInterceptor(this.usage, this::observer));
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.beanFactory = beanFactory;
	}

	private @Nullable TransactionObserver observer() {
		return (this.beanFactory != null) ? this.beanFactory.getBeanProvider(TransactionObserver.class).getIfUnique()
				: null;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		Object result = super.postProcessAfterInitialization(bean, beanName);
		if (isEligible(type)) {
			this.usage.check(type);
			this.retried.add(beanName);
		}
		return result;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Assert.state(this.beanFactory != null, "There must be a bean factory");
		for (String name : this.retried) {
			if (this.beanFactory.containsBean(name) && this.beanFactory.isSingleton(name)) {
				RetryTransactionUsage.checkOrder(name, this.beanFactory.getBean(name));
			}
		}
	}

}
