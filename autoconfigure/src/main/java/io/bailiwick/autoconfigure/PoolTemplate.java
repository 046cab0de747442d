package io.bailiwick.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * The settings of a pool as they were configured, to make others after.
 *
 * @param settings what differs from HikariCP's defaults, by the names of the settings
 * @param driverProperties the properties of the driver
 * @param secrets what the application has of secrets for the pool
 */
record PoolTemplate(Map<String, Object> settings, Properties driverProperties, PoolPurpose.Secrets secrets) {

	/**
	 * What belongs to one pool alone.
	 */
	private static final Set<String> OWN = Set.of("poolName", "dataSourceProperties", "metricRegistry",
			"metricsTrackerFactory", "exceptionOverride", "healthCheckProperties", "credentials");

	static PoolTemplate of(HikariDataSource pool, PoolPurpose.Secrets secrets) {
		Properties driverProperties = new Properties();
		driverProperties.putAll(pool.getDataSourceProperties());
		BeanWrapper configured = PropertyAccessorFactory.forBeanPropertyAccess(pool);
		BeanWrapper defaults = PropertyAccessorFactory.forBeanPropertyAccess(new HikariConfig());
		Map<String, Object> settings = new LinkedHashMap<>();
		for (PropertyDescriptor property : defaults.getPropertyDescriptors()) {
			String name = property.getName();
			if (defaults.isReadableProperty(name) && defaults.isWritableProperty(name) && !OWN.contains(name)) {
				@Nullable Object value = configured.getPropertyValue(name);
				if (value != null && !Objects.equals(value, defaults.getPropertyValue(name))) {
					settings.put(name, value);
				}
			}
		}
		return new PoolTemplate(settings, driverProperties, secrets);
	}

	HikariDataSource newPool() {
		HikariDataSource pool = new HikariDataSource();
		BeanWrapper target = PropertyAccessorFactory.forBeanPropertyAccess(pool);
		this.settings.forEach(target::setPropertyValue);
		this.driverProperties.forEach((name, value) -> pool.addDataSourceProperty(name.toString(), value));
		return pool;
	}

}
