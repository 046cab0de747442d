package io.bailiwick.migration.script;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

import io.bailiwick.migration.script.statement.StatementException;

/**
 * Stops whoever goes on reading behind the end of a script: Flyway looks there for the
 * {@code \.} that ends the data of a {@code COPY … FROM STDIN}, and for ever if there is
 * none.
 */
final class EndCheckedReader extends FilterReader {

	/** To peek a little behind the end is usual. */
	private static final int PATIENCE = 10_000;

	private final ScriptFile file;

	private int behindEnd;

	EndCheckedReader(Reader reader, ScriptFile file) {
		super(reader);
		this.file = file;
	}

	@Override
	public int read() throws IOException {
		return checked(super.read());
	}

	@Override
	public int read(char[] buffer, int offset, int length) throws IOException {
		return checked(super.read(buffer, offset, length));
	}

	private int checked(int read) {
		if (read < 0 && ++this.behindEnd > PATIENCE) {
			throw new StatementException(
					"The data of a COPY … FROM STDIN in the file '%s' does not end.%n%nNothing of the file has been run."
						.formatted(this.file),
					"Write a line with nothing but '\\.' after the data.");
		}
		return read;
	}

}
