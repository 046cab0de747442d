package io.bailiwick.migration.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The checksum that Flyway records: the CRC-32 of all lines in UTF-8, without their ends
 * and without a byte order mark ({@code ChecksumCalculator}).
 */
public final class FlywayChecksum {

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private FlywayChecksum() {
	}

	/**
	 * Calculate the checksum of a text.
	 * @param text the text of a file
	 * @return the checksum
	 */
	public static int of(String text) {
		try {
			return of(new StringReader(text));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Compute the checksum of a file.
	 * @param text the file, as Flyway reads it
	 * @return the checksum
	 * @throws IOException if the file can not be read
	 */
	public static int of(Reader text) throws IOException {
		CRC32 checksum = new CRC32();
		BufferedReader lines = new BufferedReader(text);
		String line = lines.readLine();
		if (line != null && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK) {
			line = line.substring(1);
		}
		while (line != null) {
			checksum.update(line.getBytes(StandardCharsets.UTF_8));
			line = lines.readLine();
		}
		return (int) checksum.getValue();
	}

}
