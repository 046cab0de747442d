package io.bailiwick.migration.script;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Reads a script; bytes that are not of its encoding are an error rather than a question
 * mark in somebody's data.
 */
final class EncodingCheckedReader extends FilterReader {

	private final ScriptFile file;

	private final Charset encoding;

	EncodingCheckedReader(ScriptFile file, Charset encoding) throws IOException {
		super(new InputStreamReader(file.resource().getInputStream(), decoder(encoding)));
		this.file = file;
		this.encoding = encoding;
	}

	private static CharsetDecoder decoder(Charset encoding) {
		return encoding.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);
	}

	@Override
	public int read() throws IOException {
		try {
			return super.read();
		}
		catch (CharacterCodingException ex) {
			throw notOfTheEncoding();
		}
	}

	@Override
	public int read(char[] buffer, int offset, int length) throws IOException {
		try {
			return super.read(buffer, offset, length);
		}
		catch (CharacterCodingException ex) {
			throw notOfTheEncoding();
		}
	}

	/**
	 * The reader has read ahead and can not tell where it stopped, so the file is decoded
	 * once more.
	 */
	private ScriptException notOfTheEncoding() throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(this.file.resource().getContentAsByteArray());
		CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
		decoder(this.encoding).decode(bytes, text, true);
		long line = 1 + text.flip().chars().filter((character) -> character == '\n').count();
		return new ScriptException(
				"The file '%s' is not encoded in %s: line %d has the byte 0x%02X where none of that encoding can be."
					.formatted(this.file, this.encoding, line, bytes.get(bytes.position())),
				"Save the file in %s, or set 'bailiwick.migration.encoding' to the encoding of all migrations."
					.formatted(this.encoding));
	}

}
