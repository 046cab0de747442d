package io.bailiwick.autoconfigure;

import java.util.List;

/**
 * A class loader of an application that lacks libraries and has the files of another
 * loader.
 */
final class WithoutPackages extends ClassLoader {

	private final List<String> prefixes;

	WithoutPackages(ClassLoader parent, String... prefixes) {
		super(parent);
		this.prefixes = List.of(prefixes);
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (this.prefixes.stream().anyMatch(name::startsWith)) {
			throw new ClassNotFoundException(name);
		}
		return super.loadClass(name, resolve);
	}

}
