package io.bailiwick.database.environment;

/**
 * Text that Spring does not search for placeholders, because it is no {@link String}: a
 * password may contain <code>${</code>.
 *
 * @param text the text
 */
public record LiteralText(String text) implements CharSequence {

	/**
	 * Guard a property's value, if there is something in it to search for.
	 * @param value the value
	 * @return the value itself, or its text
	 */
	public static Object of(Object value) {
		return (value instanceof String string && string.contains("${")) ? new LiteralText(string) : value;
	}

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public char charAt(int index) {
		return this.text.charAt(index);
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return this.text.subSequence(start, end);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
