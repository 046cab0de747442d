package io.bailiwick.command;

import java.util.List;
import java.util.function.Consumer;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.WritableJson;

/**
 * How lists are written for programs.
 */
final class Json {

	private Json() {
	}

	static <T> List<WritableJson> each(List<T> values, Consumer<Members<T>> members) {
		JsonWriter<T> writer = JsonWriter.of(members);
		return values.stream().map(writer::write).toList();
	}

}
