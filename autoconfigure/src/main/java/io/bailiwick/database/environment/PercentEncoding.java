package io.bailiwick.database.environment;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding in UTF-8, strict when it reads.
 */
final class PercentEncoding {

	private PercentEncoding() {
	}

	/**
	 * Encode so that libpq, pgjdbc and every URL parser read the same text back.
	 * @param text the text
	 * @return the encoded text
	 */
	static String encode(String text) {
		// pgjdbc reads "+" as a space, libpq does not: "%20" means the same to both.
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Encode what stands after the question mark, where a path stays readable.
	 * @param text the text
	 * @return the encoded text
	 */
	static String encodeInQuery(String text) {
		return encode(text).replace("%2F", "/").replace("%2C", ",").replace("%3A", ":");
	}

	/**
	 * Decode as libpq does: a plus sign is a plus sign.
	 * @param text the encoded text
	 * @return the text
	 * @throws IllegalArgumentException if an escape is cut short, is no hexadecimal
	 * number, is {@code %00} or makes no UTF-8
	 */
	static String decode(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
		int position = 0;
		while (position < text.length()) {
			int percent = text.indexOf('%', position);
			int end = (percent < 0) ? text.length() : percent;
			bytes.writeBytes(text.substring(position, end).getBytes(StandardCharsets.UTF_8));
			position = end;
			if (percent >= 0) {
				bytes.write(escaped(text, percent));
				position = percent + 3;
			}
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("not UTF-8", ex);
		}
	}

	/**
	 * Decode as pgjdbc does: a plus sign is a space.
	 * @param text the encoded text
	 * @return the text
	 * @throws IllegalArgumentException as in {@link #decode}
	 */
	static String decodeForm(String text) {
		return decode(text.replace('+', ' '));
	}

	private static int escaped(String text, int percent) {
		if (percent + 3 > text.length()) {
			throw new IllegalArgumentException("cut short");
		}
		int value = HexFormat.fromHexDigits(text, percent + 1, percent + 3);
		if (value == 0) {
			throw new IllegalArgumentException("%00");
		}
		return value;
	}

}
