package io.bailiwick.migration.script;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Shows the lines of a section and leaves those before it empty, so that the lines keep
 * their numbers. An empty line counts nothing in Flyway's checksum.
 */
final class SectionReader extends FilterReader {

	private final Section section;

	private int line = 1;

	SectionReader(Reader reader, Section section) {
		super(reader);
		this.section = section;
	}

	@Override
	public int read() throws IOException {
		char[] character = new char[1];
		return (read(character, 0, 1) > 0) ? character[0] : -1;
	}

	@Override
	public int read(char[] buffer, int offset, int length) throws IOException {
		int kept = 0;
		while (kept == 0 && length > 0) {
			if (this.line > this.section.last()) {
				return -1;
			}
			int read = super.read(buffer, offset, length);
			if (read < 0) {
				return -1;
			}
			kept = keep(buffer, offset, read);
		}
		return kept;
	}

	private int keep(char[] buffer, int offset, int read) {
		int kept = 0;
		for (int index = offset; index < offset + read; index++) {
			char character = buffer[index];
			if (this.section.contains(this.line) || (character == '\n' && this.line < this.section.first())) {
				buffer[offset + kept++] = character;
			}
			if (character == '\n') {
				this.line++;
			}
		}
		return kept;
	}

	@Override
	public boolean markSupported() {
		return false;
	}

}
