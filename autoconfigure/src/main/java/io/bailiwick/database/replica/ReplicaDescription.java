package io.bailiwick.database.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A replica at one moment.
 *
 * @param role {@code replica}, or {@code primary} when it has become one
 * @param condition what is known of it
 * @param since since when
 * @param lag how far behind it is at most, or {@code null} if that has never been known
 * @param maximumLag how far behind it may be
 * @param readsOnReplica how many connections for reads it has given
 * @param readsOnPrimary how many the primary had to give in its place
 * @param reason what stands in the way of using it, or {@code null} if nothing is known
 * to
 */
public record ReplicaDescription(String role, ReplicaCondition condition, Instant since, @Nullable Duration lag,
		Duration maximumLag, long readsOnReplica, long readsOnPrimary, @Nullable String reason) {

	/**
	 * Summarize the description in a line, for instance <code>replica up, at most 12 ms
	 * behind: 1204 reads on it, 3 on the primary in its place</code>.
	 * @return the line
	 */
	public String summary() {
		StringBuilder line = new StringBuilder(this.role);
		if (this.condition != ReplicaCondition.PROMOTED) {
			line.append(' ').append(this.condition.name().toLowerCase(Locale.ROOT));
			line.append((this.lag != null) ? ", at most %d ms behind".formatted(this.lag.toMillis())
					: ", how far behind is not known");
		}
		line.append(
				": %d reads on it, %d on the primary in its place".formatted(this.readsOnReplica, this.readsOnPrimary));
		if (this.condition != ReplicaCondition.UP && this.reason != null) {
			line.append(" (").append(this.reason).append(')');
		}
		return line.toString();
	}

}
