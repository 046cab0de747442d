package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata from which editors complete and explain the properties.
 */
class PropertyMetadataTests {

	private static final List<Class<?>> RECORDS = List.of(BackupProperties.class, BudgetProperties.class,
			EmbeddedProperties.class, GuardProperties.class, MigrationProperties.class, RolesProperties.class,
			SeedProperties.class);

	@ParameterizedTest
	@MethodSource("names")
	void everyPropertyIsDescribed(String name) {
		assertThat(properties()).containsKey(name);
		assertThat(properties().get(name).get("type")).as("type").isNotNull();
		assertThat((String) properties().get(name).get("description")).as("description of " + name)
			.matches("[A-Z].*\\.")
			.doesNotStartWith("The ")
			.doesNotStartWith("A ");
	}

	@Test
	void theNamesAreComplete() {
		assertThat(names()).hasSizeGreaterThan(12)
			.contains("bailiwick.enabled", "bailiwick.domains", "bailiwick.embedded.data-directory",
					"bailiwick.migration.history-table", "bailiwick.seed.enabled");
	}

	@ParameterizedTest
	@MethodSource("defaults")
	void theDefaultIsTold(String name, String value) {
		assertThat(properties().get(name).get("defaultValue")).hasToString(value);
	}

	@Test
	void theDefaultsOfWhatHasNoRecordAreTold() {
		assertThat(properties().get("bailiwick.enabled")).containsEntry("defaultValue", true);
		assertThat(properties().get("management.health.domains.enabled")).containsEntry("defaultValue", true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bailiwick.databases.keys", "bailiwick.domains.keys", "bailiwick.embedded.parameters.keys",
			"bailiwick.migration.placeholders.keys" })
	void aMapTakesAnyKey(String name) {
		assertThat(hints().get(name)).isNotNull();
		assertThat(hints().get(name).get("providers")).asString().contains("any");
	}

	@Test
	void theNamesThatAreNotRefusedAreThoseThatAreDescribed() {
		assertThat(properties().keySet()
			.stream()
			.filter((name) -> name.startsWith("bailiwick."))
			.map((name) -> name.substring("bailiwick.".length()))).containsAll(PropertyNamesCheck.NAMES)
			.allMatch((name) -> PropertyNamesCheck.NAMES.contains(name)
					|| PropertyNamesCheck.MAPS.stream().anyMatch((map) -> name.startsWith(map + ".")));
		assertThat(PropertyNamesCheck.NAMES).containsAll(PropertyNamesCheck.MAPS);
	}

	@Test
	void anEntryOfADomainHasTheSettingsThatAreRead() {
		assertThat(properties().get("bailiwick.domains").get("type")).asString()
			.isEqualTo("java.util.Map<java.lang.String,%s>".formatted(DomainProperties.class.getName()));
		Set<String> setters = Arrays.stream(DomainProperties.class.getMethods())
			.map(Method::getName)
			.filter((name) -> name.startsWith("set"))
			.map((name) -> dashed(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4)))
			.collect(Collectors.toSet());
		assertThat(setters).isEqualTo(DomainProperties.NAMES);
		assertThat((String) properties().get("bailiwick.domains").get("description")).contains(DomainProperties.NAMES);
	}

	static Stream<String> names() {
		return Stream.concat(
				Stream.of("bailiwick.enabled", "bailiwick.databases", "bailiwick.domains",
						"management.health.domains.enabled"),
				RECORDS.stream()
					.flatMap((type) -> Arrays.stream(type.getRecordComponents())
						.map((component) -> prefix(type) + "." + dashed(component.getName()))));
	}

	static Stream<Arguments> defaults() {
		return RECORDS.stream()
			.flatMap((type) -> Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
				.filter((parameter) -> parameter.isAnnotationPresent(DefaultValue.class))
				.map((parameter) -> Arguments.of(prefix(type) + "." + dashed(parameter.getName()),
						parameter.getAnnotation(DefaultValue.class).value()[0])));
	}

	private static String prefix(Class<?> type) {
		return type.getAnnotation(ConfigurationProperties.class).value();
	}

	private static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	private static Map<String, Map<String, Object>> properties() {
		return section("properties");
	}

	private static Map<String, Map<String, Object>> hints() {
		return section("hints");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> section(String name) {
		try (InputStream metadata = BailiwickAutoConfiguration.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			String text = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
			List<Object> items = (List<Object>) JsonParserFactory.getJsonParser().parseMap(text).get(name);
			return items.stream()
				.map((item) -> (Map<String, Object>) item)
				.collect(Collectors.toMap((item) -> (String) item.get("name"), (item) -> item));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
