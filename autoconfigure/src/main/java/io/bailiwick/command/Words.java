package io.bailiwick.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How values are said to people.
 */
final class Words {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

	private Words() {
	}

	static String count(long number, String noun) {
		return number + " " + noun + ((number == 1) ? "" : "s");
	}

	/**
	 * A constant as a person would write it.
	 */
	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/**
	 * A constant as a program would.
	 */
	static String token(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * In the time zone of this machine, which is what people compare it with.
	 */
	static String of(@Nullable Instant time) {
		return (time != null) ? TIME.format(time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault())) : "";
	}

	static String of(@Nullable Duration duration) {
		if (duration == null) {
			return "";
		}
		if (duration.toMinutes() > 0) {
			return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
		}
		return (duration.toSeconds() < 10) ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
	}

}
