package io.bailiwick.sample.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary directories below {@code target}. Those of the system are closed to everybody
 * else, also to the user that a server started by root may have to run as.
 */
class TargetDirectory implements TempDirFactory {

	@Override
	public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
		Path parent = Files.createDirectories(Path.of("target", "processes"));
		String name = context.getRequiredTestClass().getSimpleName() + "-" + System.nanoTime();
		return Files.createDirectory(parent.resolve(name)).toRealPath();
	}

}
