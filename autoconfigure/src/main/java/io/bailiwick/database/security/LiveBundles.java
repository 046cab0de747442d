package io.bailiwick.database.security;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The way from a {@link BundleSocketFactory}, which pgjdbc makes from nothing but text,
 * to the bundle that is meant.
 * <p>
 * This is the one place with static state. The driver copies the text among its
 * connection properties and drops everything else before it makes the factory, maybe on a
 * thread of its own ({@code loginTimeout}); so neither an object among the properties nor
 * one bound to the thread would arrive. Each bundle is known by a random number that
 * nobody else has, and is held weakly: it goes with the application context that
 * registered it.
 */
final class LiveBundles {

	private static final Map<String, WeakReference<LiveBundle>> bundles = new ConcurrentHashMap<>();

	private LiveBundles() {
	}

	static String register(LiveBundle bundle) {
		bundles.values().removeIf((reference) -> reference.refersTo(null));
		String id = UUID.randomUUID().toString();
		bundles.put(id, new WeakReference<>(bundle));
		return id;
	}

	static @Nullable LiveBundle find(String id) {
		WeakReference<LiveBundle> reference = bundles.get(id);
		return (reference != null) ? reference.get() : null;
	}

}
