package io.bailiwick.migration.script;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Goes on counting as the versions of a folder have been counted: by number, by the time
 * in UTC, or by the last part of what has dots.
 */
final class NextVersion {

	/** As diesel writes it. */
	private static final Pattern DASHED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?");

	private static final Pattern LAST_PART = Pattern.compile("(.*[._])(\\d+)");

	private static final DateTimeFormatter DAY = format("uuuuMMdd");

	private static final List<DateTimeFormatter> TIMES = List.of(format("uuuuMMddHHmmss"), format("uuuuMMddHHmm"), DAY,
			format("uuuu.MM.dd.HHmmss"), format("uuuu.MM.dd.HHmm"), format("uuuu.MM.dd.HH.mm.ss"),
			format("uuuu.MM.dd.HH.mm"));

	private static final long EARLIEST = 1_000_000_000L;

	private final Instant now;

	NextVersion(Instant now) {
		this.now = now;
	}

	private static DateTimeFormatter format(String pattern) {
		return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
			.withResolverStyle(ResolverStyle.STRICT)
			.withZone(ZoneOffset.UTC);
	}

	/**
	 * Return the version after the highest one.
	 * @param versions all versions, as they are written
	 * @return the next version, as it is to be written
	 */
	String after(List<String> versions) {
		String highest = null;
		for (String version : versions) {
			highest = (highest == null || value(version).compareTo(value(highest)) > 0) ? version : highest;
		}
		if (highest == null) {
			return "1";
		}
		String time = time(highest);
		if (time != null && value(time).compareTo(value(highest)) > 0) {
			return time;
		}
		// A clock that is behind what somebody else has written does not count.
		return DASHED.matcher(highest).matches() ? dashed(highest) : increment(highest, step(versions));
	}

	static MigrationVersion value(String version) {
		return MigrationVersion.fromVersion(version.replace("-", ""));
	}

	private @Nullable String time(String habit) {
		if (DASHED.matcher(habit).matches()) {
			return format("uuuu-MM-dd-HHmmss").format(this.now);
		}
		if (habit.matches("\\d{10}") && isTime(DAY, habit.substring(0, 8))) {
			return DAY.format(this.now) + "01";
		}
		if (habit.matches("\\d{10}") && Long.parseLong(habit) >= EARLIEST) {
			return Long.toString(this.now.getEpochSecond());
		}
		if (habit.matches("\\d{13}") && Long.parseLong(habit) / 1000 >= EARLIEST) {
			return Long.toString(this.now.toEpochMilli());
		}
		String dotted = habit.replace('_', '.');
		for (DateTimeFormatter format : TIMES) {
			if (isTime(format, dotted)) {
				String time = format.format(this.now);
				return (habit.indexOf('_') >= 0) ? time.replace('.', '_') : time;
			}
		}
		return null;
	}

	private static boolean isTime(DateTimeFormatter format, String text) {
		try {
			int year = format.parse(text).get(ChronoField.YEAR);
			return year >= 1990 && year < 2100;
		}
		catch (DateTimeParseException ex) {
			return false;
		}
	}

	private static String dashed(String highest) {
		Matcher last = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})-(\\d+)").matcher(highest);
		return last.matches() ? last.group(1) + "-" + plus(last.group(2), 1) : highest + "-000001";
	}

	private static String increment(String highest, int step) {
		Matcher last = LAST_PART.matcher(highest);
		return last.matches() ? last.group(1) + plus(last.group(2), 1) : plus(highest, step);
	}

	private static String plus(String digits, int step) {
		String sum = new BigInteger(digits).add(BigInteger.valueOf(step)).toString();
		return "0".repeat(Math.max(0, digits.length() - sum.length())) + sum;
	}

	/**
	 * Some leave room between their versions.
	 */
	private static int step(List<String> versions) {
		for (int step : new int[] { 1000, 100, 10 }) {
			String zeros = Integer.toString(step).substring(1);
			if (versions.size() > 1
					&& versions.stream().allMatch((version) -> version.matches("\\d+") && version.endsWith(zeros))) {
				return step;
			}
		}
		return 1;
	}

}
