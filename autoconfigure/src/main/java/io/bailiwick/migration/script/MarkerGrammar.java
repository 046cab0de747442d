package io.bailiwick.migration.script;

import java.util.Arrays;
import java.util.List;

import io.bailiwick.migration.script.MarkerScan.Marker;
import org.jspecify.annotations.Nullable;

/**
 * What the marks of a file say together.
 */
final class MarkerGrammar {

	private final List<Marker> markers;

	private final int firstStatement;

	private final MarkerErrors errors;

	private @Nullable Marker up;

	private @Nullable Marker down;

	private @Nullable Marker block;

	private boolean noTransaction;

	MarkerGrammar(List<Marker> markers, int firstStatement, MarkerErrors errors) {
		this.markers = markers;
		this.firstStatement = firstStatement;
		this.errors = errors;
	}

	MarkedSections sections() {
		MigrationStyle style = this.markers.get(0).style();
		for (Marker marker : this.markers) {
			if (marker.style() != style) {
				throw this.errors.twoTools(this.markers.get(0), marker);
			}
			read(marker);
		}
		if (this.block != null) {
			throw this.errors.openBlock(this.block);
		}
		if (this.up == null) {
			throw this.errors.noUp(this.markers.get(0));
		}
		if (this.firstStatement > 0 && this.firstStatement < this.up.line()) {
			throw this.errors.statementBefore(this.up, this.firstStatement);
		}
		int last = (this.down != null) ? this.down.line() - 1 : Integer.MAX_VALUE;
		return new MarkedSections(style, new Section(this.up.line(), last), inTransaction(this.up),
				(this.down != null) ? new Section(this.down.line(), Integer.MAX_VALUE) : null,
				(this.down != null) ? inTransaction(this.down) : null);
	}

	private void read(Marker marker) {
		if (marker.is("up") || marker.is("down")) {
			readDirection(marker);
		}
		else if (marker.is("StatementBegin")) {
			if (this.up == null || this.block != null) {
				throw this.errors.misplaced(marker);
			}
			this.block = marker;
		}
		else if (marker.is("StatementEnd")) {
			if (this.block == null) {
				throw this.errors.misplaced(marker);
			}
			this.block = null;
		}
		else if (marker.is("NO TRANSACTION")) {
			this.noTransaction = true;
		}
		else if (marker.is("ENVSUB ON")) {
			throw this.errors.environment(marker);
		}
		else if (!marker.is("ENVSUB OFF")) {
			throw this.errors.unknown(marker);
		}
	}

	private void readDirection(Marker marker) {
		if (this.block != null) {
			throw this.errors.openBlock(this.block);
		}
		if (marker.is("up")) {
			if (this.up != null || this.down != null) {
				throw (this.up != null) ? this.errors.twice(this.up, marker) : this.errors.noUp(marker);
			}
			this.up = marker;
		}
		else {
			if (this.up == null || this.down != null) {
				throw (this.down != null) ? this.errors.twice(this.down, marker) : this.errors.noUp(marker);
			}
			this.down = marker;
		}
	}

	private @Nullable Boolean inTransaction(Marker direction) {
		boolean no = this.noTransaction
				|| Arrays.asList(direction.options().split("\\s+")).contains("transaction:false");
		return no ? Boolean.FALSE : null;
	}

}
