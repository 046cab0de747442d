package io.bailiwick.migration.script;

import java.io.IOException;

import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/**
 * A file in a folder of migrations.
 *
 * @param location the folder in which the search began, without a prefix such as
 * {@code classpath:}
 * @param path the path below that folder; what the history records
 * @param resource where to read the file
 */
record ScriptFile(String location, String path, Resource resource) {

	/**
	 * The path by which people know the file.
	 */
	String displayPath() {
		return this.location + "/" + this.path;
	}

	String filename() {
		String filename = StringUtils.getFilename(this.path);
		return (filename != null) ? filename : this.path;
	}

	/**
	 * Where exactly the file lies, which tells it from its namesakes.
	 */
	String address() {
		try {
			return this.resource.getURL().toString();
		}
		catch (IOException ex) {
			return displayPath();
		}
	}

	@Override
	public String toString() {
		return displayPath();
	}

}
