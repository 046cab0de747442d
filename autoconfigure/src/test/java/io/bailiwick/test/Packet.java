package io.bailiwick.test;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message of the PostgreSQL protocol: a letter, which only a client's first message has
 * not, then the length, then the content.
 *
 * @param type the letter, or {@link #NO_TYPE}
 * @param content what follows the length
 * @see <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">Message
 * Formats</a>
 */
record Packet(char type, byte[] content) {

	static final char NO_TYPE = 0;

	private static final int LARGEST = 64 * 1024 * 1024;

	static Packet readFirst(DataInputStream in) throws IOException {
		return read(NO_TYPE, in);
	}

	static Packet read(DataInputStream in) throws IOException {
		return read((char) in.readUnsignedByte(), in);
	}

	private static Packet read(char type, DataInputStream in) throws IOException {
		int length = in.readInt() - Integer.BYTES;
		if (length < 0 || length > LARGEST) {
			throw new IOException("Not a message of the PostgreSQL protocol: type %d, length %d".formatted((int) type,
					length + Integer.BYTES));
		}
		byte[] content = new byte[length];
		in.readFully(content);
		return new Packet(type, content);
	}

	void write(OutputStream out) throws IOException {
		DataOutputStream data = new DataOutputStream(out);
		if (this.type != NO_TYPE) {
			data.writeByte(this.type);
		}
		data.writeInt(this.content.length + Integer.BYTES);
		data.write(this.content);
	}

	/**
	 * The number that a client's first message begins with.
	 */
	int code() {
		return ByteBuffer.wrap(this.content).getInt();
	}

	/**
	 * One of the strings, which end with a zero byte.
	 * @param from where the first one begins
	 * @param index which one
	 */
	String text(int from, int index) {
		int start = from;
		for (int i = 0; i < index; i++) {
			start = end(start) + 1;
		}
		return new String(this.content, start, end(start) - start, StandardCharsets.UTF_8);
	}

	private int end(int start) {
		int end = start;
		while (this.content[end] != 0) {
			end++;
		}
		return end;
	}

}
