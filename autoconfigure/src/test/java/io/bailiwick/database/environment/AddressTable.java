package io.bailiwick.database.environment;

import java.util.stream.Stream;

/**
 * What each way to write an address comes to.
 */
final class AddressTable {

	// variables | url after "jdbc:postgresql:" | user | password | pool size
	private static final String ROWS = """
			DATABASE_URL=postgres://h/db | //h:5432/db | | |
			DATABASE_URL=postgresql://h/db | //h:5432/db | | |
			DATABASE_URL=POSTGRES://h/db | //h:5432/db | | |
			DATABASE_URL=␣␣postgres://h/db␣ | //h:5432/db | | |
			DATABASE_URL=postgres://u:p@h:6543/db | //h:6543/db | u | p |
			DATABASE_URL=postgres://u@h/db | //h:5432/db | u | |
			DATABASE_URL=postgres://u:@h/db | //h:5432/db | u | |
			DATABASE_URL=postgres://:p@h/db | //h:5432/db | | p |
			DATABASE_URL=postgres://@h/db | //h:5432/db | | |
			DATABASE_URL=postgres://u:p@h:/db | //h:5432/db | u | p |
			DATABASE_URL=postgres://us%40er:p%2F%3F%23%25@h/db | //h:5432/db | us@er | p/?#% |
			DATABASE_URL=postgres://u:a+b@h/db | //h:5432/db | u | a+b |
			DATABASE_URL=postgres://u:a:b@h/db | //h:5432/db | u | a:b |
			DATABASE_URL=postgres://u:p@ss@h/db | //h:5432/db | u | p@ss |
			DATABASE_URL=postgres://u:p#ss@h/db | //h:5432/db | u | p#ss |
			DATABASE_URL=postgres://u:p${java.home}@h/db | //h:5432/db | u | p${java.home} |
			DATABASE_URL=postgres://b%C3%BCro:gr%C3%BC%C3%9Fe@h/db | //h:5432/db | büro | grüße |
			DATABASE_URL=postgres://u%40server:p@h.azure.example/db | //h.azure.example:5432/db | u@server | p |
			DATABASE_URL=postgres://h/my%20db%2F1 | //h:5432/my%20db%2F1 | | |
			DATABASE_URL=postgres://h/a+b | //h:5432/a%2Bb | | |
			DATABASE_URL=postgres://h/db%3Fx%26y | //h:5432/db%3Fx%26y | | |
			DATABASE_URL=postgres://u:p@h1:1,h2:2/db | //h1:1,h2:2/db | u | p |
			DATABASE_URL=postgres://h1,h2:2/db | //h1:5432,h2:2/db | | |
			DATABASE_URL=postgres://[::1]/db | //[::1]:5432/db | | |
			DATABASE_URL=postgres://u:p@[2001:db8::1]:6543,h2/db | //[2001:db8::1]:6543,h2:5432/db | u | p |
			DATABASE_URL=postgres://[fe80::1%25eth0]/db | //[fe80::1%eth0]:5432/db | | |
			DATABASE_URL=postgres://10.0.0.1/db | //10.0.0.1:5432/db | | |
			DATABASE_URL=postgres://h/db? | //h:5432/db | | |
			DATABASE_URL=postgres://h/db?sslmode=require | //h:5432/db?sslmode=require | | |
			DATABASE_URL=postgres://h/db?&sslmode=verify-ca& | //h:5432/db?sslmode=verify-ca | | |
			DATABASE_URL=postgres://h/db?sslmode=VERIFY-FULL | //h:5432/db?sslmode=verify-full | | |
			DATABASE_URL=postgres://h/db?ssl=true | //h:5432/db?sslmode=verify-full | | |
			DATABASE_URL=postgres://h/db?ssl=false | //h:5432/db?sslmode=disable | | |
			DATABASE_URL=postgres://h/db?ssl=true&sslmode=require | //h:5432/db?sslmode=require | | |
			DATABASE_URL=postgres://h/db?sslmode=verify-full&sslrootcert=/etc/ca%20file.pem | \
			//h:5432/db?sslmode=verify-full&sslrootcert=/etc/ca%20file.pem | | |
			DATABASE_URL=postgres://h/db?sslrootcert=system | \
			//h:5432/db?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | | |
			DATABASE_URL=postgres://h/db?sslcert=c.pem&sslkey=k.pk8 | //h:5432/db?sslcert=c.pem&sslkey=k.pk8 | | |
			DATABASE_URL=postgres://h/db?sslnegotiation=direct | //h:5432/db?sslNegotiation=direct | | |
			DATABASE_URL=postgres://h/db?sslmode=require&channel_binding=require | \
			//h:5432/db?sslmode=require&channelBinding=require | | |
			DATABASE_URL=postgres://h/db?gssencmode=disable | //h:5432/db?gssEncMode=disable | | |
			DATABASE_URL=postgres://h/db?krbsrvname=pg | //h:5432/db?kerberosServerName=pg | | |
			DATABASE_URL=postgres://h/db?require_auth=scram-sha-256 | //h:5432/db?requireAuth=scram-sha-256 | | |
			DATABASE_URL=postgres://h/db?connect_timeout=3 | //h:5432/db?connectTimeout=3 | | |
			DATABASE_URL=postgres://h/db?application_name=my%20app | //h:5432/db?ApplicationName=my%20app | | |
			DATABASE_URL=postgres://h/db?fallback_application_name=f | //h:5432/db?ApplicationName=f | | |
			DATABASE_URL=postgres://h/db?fallback_application_name=f&application_name=a | \
			//h:5432/db?ApplicationName=a | | |
			DATABASE_URL=postgres://h/db?options=-c%20work_mem%3D8MB | //h:5432/db?options=-c%20work_mem%3D8MB | | |
			DATABASE_URL=postgres://h/db?keepalives=1 | //h:5432/db?tcpKeepAlive=true | | |
			DATABASE_URL=postgres://h/db?keepalives=0 | //h:5432/db?tcpKeepAlive=false | | |
			DATABASE_URL=postgres://h1,h2/db?load_balance_hosts=random | //h1:5432,h2:5432/db?loadBalanceHosts=true | | |
			DATABASE_URL=postgres://a,b/db?target_session_attrs=any | //a:5432,b:5432/db?targetServerType=any | | |
			DATABASE_URL=postgres://a,b/db?target_session_attrs=read-write | \
			//a:5432,b:5432/db?targetServerType=primary | | |
			DATABASE_URL=postgres://a,b/db?target_session_attrs=primary | //a:5432,b:5432/db?targetServerType=primary | | |
			DATABASE_URL=postgres://a,b/db?target_session_attrs=read-only | \
			//a:5432,b:5432/db?targetServerType=secondary | | |
			DATABASE_URL=postgres://a,b/db?target_session_attrs=standby | \
			//a:5432,b:5432/db?targetServerType=secondary | | |
			DATABASE_URL=postgres://a,b/db?target_session_attrs=prefer-standby | \
			//a:5432,b:5432/db?targetServerType=preferSecondary | | |
			DATABASE_URL=postgres://h/db?prepareThreshold=0&socketTimeout=30 | \
			//h:5432/db?prepareThreshold=0&socketTimeout=30 | | |
			DATABASE_URL=postgres://h/db?schema=app | //h:5432/db?currentSchema=app | | |
			DATABASE_URL=postgres://h/db?user=u&password=p%26q | //h:5432/db | u | p&q |
			DATABASE_URL=postgres://x:y@h/db?user=u&password=p | //h:5432/db | u | p |
			DATABASE_URL=postgres:///db?host=h&port=6543 | //h:6543/db | | |
			DATABASE_URL=postgres://?host=h1,h2&port=1,2&dbname=db | //h1:1,h2:2/db | | |
			DATABASE_URL=postgres://x/y?dbname=db&host=::1 | //[::1]:5432/db | | |
			DATABASE_URL=postgres://h/db?user=me@example.com | //h:5432/db | me@example.com | |
			DATABASE_URL=jdbc:postgresql://h:6543/db | //h:6543/db | | |
			DATABASE_URL=jdbc:postgresql://h/db?a=b&ssl | //h/db?a=b&ssl | | |
			DATABASE_URL=jdbc:postgresql://h1,h2:2/db?targetServerType=primary | //h1,h2:2/db?targetServerType=primary | | |
			DATABASE_URL=jdbc:postgresql:db | db | | |
			DATABASE_URL=jdbc:postgresql:///db | ///db | | |
			DATABASE_URL=jdbc:postgresql://h/db?ssl=true&sslmode=require | //h/db?ssl=true&sslmode=require | | |
			JDBC_DATABASE_URL=jdbc:postgresql://h:1/db?password=p%2Bq+r&sslmode=require&user=u | \
			//h:1/db?sslmode=require | u | p+q r |
			JDBC_DATABASE_URL=jdbc:postgresql://h:1/db?user=x&password=y JDBC_DATABASE_USERNAME=u \
			JDBC_DATABASE_PASSWORD=p%41 | //h:1/db | u | p%41 |
			DB_HOST=h DB_NAME=db | //h:5432/db | | |
			DB_HOST=h DB_NAME=db DB_PORT=6543 | //h:6543/db | | |
			DB_HOST=h DB_NAME=db DB_PORT=␣ | //h:5432/db | | |
			DB_HOST=h␣ DB_NAME=␣db DB_PORT=␣6543␣ | //h:6543/db | | |
			DB_HOST=h DB_NAME=db DB_USER=u DB_PASSWORD=p | //h:5432/db | u | p |
			DB_HOST=h DB_NAME=db DB_USERNAME=u | //h:5432/db | u | |
			DB_HOST=h DB_NAME=db DB_USER=u DB_USERNAME=u | //h:5432/db | u | |
			DB_HOST=h DB_NAME=db DB_PASSWORD=␣p%41@/:${java.home}␣ | //h:5432/db | | ' p%41@/:${java.home} ' |
			DB_HOST=h DB_NAME=my␣db/1?x | //h:5432/my%20db%2F1%3Fx | | |
			DB_HOST=h1,h2 DB_NAME=db | //h1:5432,h2:5432/db | | |
			DB_HOST=h1,h2 DB_NAME=db DB_PORT=6543 | //h1:6543,h2:6543/db | | |
			DB_HOST=h1,h2 DB_NAME=db DB_PORT=1,2 | //h1:1,h2:2/db | | |
			DB_HOST=::1 DB_NAME=db | //[::1]:5432/db | | |
			DB_HOST=[::1] DB_NAME=db | //[::1]:5432/db | | |
			DB_HOST=h DB_NAME=db DB_SSL=true | //h:5432/db?sslmode=verify-full | | |
			DB_HOST=h DB_NAME=db DB_SSL=TRUE | //h:5432/db?sslmode=verify-full | | |
			DB_HOST=h DB_NAME=db DB_SSL=1 | //h:5432/db?sslmode=verify-full | | |
			DB_HOST=h DB_NAME=db DB_SSL=yes | //h:5432/db?sslmode=verify-full | | |
			DB_HOST=h DB_NAME=db DB_SSL=On | //h:5432/db?sslmode=verify-full | | |
			DB_HOST=h DB_NAME=db DB_SSL=false | //h:5432/db?sslmode=disable | | |
			DB_HOST=h DB_NAME=db DB_SSL=0 | //h:5432/db?sslmode=disable | | |
			DB_HOST=h DB_NAME=db DB_SSL=no | //h:5432/db?sslmode=disable | | |
			DB_HOST=h DB_NAME=db DB_SSL=off | //h:5432/db?sslmode=disable | | |
			DB_HOST=h DB_NAME=db DB_SSL=disable | //h:5432/db?sslmode=disable | | |
			DB_HOST=h DB_NAME=db DB_SSL=allow | //h:5432/db?sslmode=allow | | |
			DB_HOST=h DB_NAME=db DB_SSL=prefer | //h:5432/db?sslmode=prefer | | |
			DB_HOST=h DB_NAME=db DB_SSL=require | //h:5432/db?sslmode=require | | |
			DB_HOST=h DB_NAME=db DB_SSL=verify-ca | //h:5432/db?sslmode=verify-ca | | |
			DB_HOST=h DB_NAME=db DB_SSL=verify-full | //h:5432/db?sslmode=verify-full | | |
			DATABASE_URL=postgres://h/db DB_SSL=true | //h:5432/db?sslmode=verify-full | | |
			DATABASE_URL=postgres://h/db?sslmode=verify-full DB_SSL=true | //h:5432/db?sslmode=verify-full | | |
			DATABASE_URL=jdbc:postgresql://h/db?a=b DB_SSL=require | //h/db?a=b&sslmode=require | | |
			DATABASE_URL=jdbc:postgresql://h/db? DB_SSL=require | //h/db?sslmode=require | | |
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=7 | //h:5432/db | | | 7
			DB_HOST=h DB_NAME=db DB_MAX_CONNECTIONS=8 | //h:5432/db | | | 8
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=7 DB_MAX_CONNECTIONS=5 | //h:5432/db | | | 5
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=7 DB_MAX_CONNECTIONS=50 | //h:5432/db | | | 7
			DATABASE_URL=postgres://h/db DB_POOL_SIZE=7 | //h:5432/db | | | 7
			DATABASE_URL=postgres://h/db DB_MAX_CONNECTIONS=3 | //h:5432/db | | | 3
			DB_HOST=h DB_NAME=db DB_SCHEMA=app | //h:5432/db?currentSchema=app | | |
			DB_HOST=h DB_NAME=db DB_SCHEMA=app,"My␣One" | //h:5432/db?currentSchema=app,%22My%20One%22 | | |
			DB_HOST=h DB_NAME=db DB_SSL=true DB_SCHEMA=app | //h:5432/db?sslmode=verify-full&currentSchema=app | | |
			DATABASE_URL=postgres://h/db?schema=app DB_SCHEMA=app | //h:5432/db?currentSchema=app | | |
			""";

	private AddressTable() {
	}

	static Stream<Row> rows() {
		return ROWS.lines().map((line) -> {
			String[] cells = line.split(" \\|", -1);
			return new Row(cells[0].strip(), "jdbc:postgresql:" + cells[1].strip(), text(cells[2]), text(cells[3]),
					text(cells[4]));
		});
	}

	private static String text(String cell) {
		String text = cell.strip();
		boolean quoted = text.startsWith("'") && text.endsWith("'") && text.length() > 1;
		return (text.isEmpty()) ? null : (quoted ? text.substring(1, text.length() - 1) : text);
	}

	/**
	 * A row of the table.
	 */
	record Row(String variables, String url, String username, String password, String poolSize) {

		@Override
		public String toString() {
			return this.variables;
		}

	}

}
