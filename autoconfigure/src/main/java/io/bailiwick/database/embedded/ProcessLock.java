package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that one process holds until it ends, however it ends. The file itself
 * is never deleted: whoever deletes it lets two processes lock two files of one name.
 */
final class ProcessLock implements AutoCloseable {

	private final String key;

	private final FileChannel channel;

	private ProcessLock(String key, FileChannel channel) {
		this.key = key;
		this.channel = channel;
	}

	/**
	 * Takes the lock unless somebody has it.
	 * @param directory the directory of the file to lock
	 * @param name the file's name; it is created when it does not exist
	 * @return the lock, or {@code null} when another process or this one holds it
	 * @throws IOException when the file cannot be locked at all
	 */
	static @Nullable ProcessLock tryAcquire(Path directory, String name) throws IOException {
		// On POSIX systems closing any channel on a file gives up all of the process's
		// locks
		// on it, so the second one in a process must not even open the file. System
		// properties are what all class loaders of a JVM share.
		String key = "bailiwick.embedded.lock." + directory.toRealPath().resolve(name);
		if (System.getProperties().putIfAbsent(key, "held") != null) {
			return null;
		}
		FileChannel channel = null;
		FileLock lock = null;
		try {
			channel = FileChannel.open(directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			lock = channel.tryLock();
			return (lock != null) ? new ProcessLock(key, channel) : null;
		}
		finally {
			if (lock == null) {
				close(channel, key);
			}
		}
	}

	@Override
	public void close() throws IOException {
		close(this.channel, this.key);
	}

	private static void close(@Nullable FileChannel channel, String key) throws IOException {
		try {
			if (channel != null) {
				channel.close();
			}
		}
		finally {
			System.getProperties().remove(key);
		}
	}

}
