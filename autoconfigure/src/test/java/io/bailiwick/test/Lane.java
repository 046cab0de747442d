package io.bailiwick.test;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One direction of a connection. While it hangs it keeps what is sent, as a network that
 * will deliver it later.
 */
final class Lane {

	private final OutputStream target;

	private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

	private boolean hanging;

	Lane(OutputStream target, boolean hanging) {
		this.target = new BufferedOutputStream(target);
		this.hanging = hanging;
	}

	synchronized void send(Packet packet) throws IOException {
		packet.write(out());
		out().flush();
	}

	synchronized void send(char singleByte) throws IOException {
		out().write(singleByte);
		out().flush();
	}

	synchronized void hang() {
		this.hanging = true;
	}

	synchronized void resume() throws IOException {
		this.hanging = false;
		this.kept.writeTo(this.target);
		this.kept.reset();
		this.target.flush();
	}

	private OutputStream out() {
		return this.hanging ? this.kept : this.target;
	}

}
