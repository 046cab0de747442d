package io.bailiwick.database.environment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that what can not be understood is refused with help.
 */
class BadVariablesTests {

	@ParameterizedTest(name = "{0} -> {1} {2}")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			DATABASE_URL=mysql://u:s3cret@h/db | DATABASE_URL | scheme 'mysql'
			DATABASE_URL=postgresql+asyncpg://u:s3cret@h/db | DATABASE_URL | another driver's spelling
			DATABASE_URL=jdbc:postgres://h/db | DATABASE_URL | another driver's spelling
			DATABASE_URL=jdbc:h2:mem:db | DATABASE_URL | does not begin with a scheme
			DATABASE_URL=s3cret | DATABASE_URL | does not begin with a scheme
			DATABASE_URL=h:5432/db | DATABASE_URL | does not begin with a scheme
			DATABASE_URL=postgres://u:s3cret%zz@h/db | DATABASE_URL | percent sign
			DATABASE_URL=postgres://u:s3cret%4@h/db | DATABASE_URL | percent sign
			DATABASE_URL=postgres://u:s3cret%@h/db | DATABASE_URL | percent sign
			DATABASE_URL=postgres://u:s3cret%00@h/db | DATABASE_URL | percent sign
			DATABASE_URL=postgres://u:s3cret%FF@h/db | DATABASE_URL | percent sign
			DATABASE_URL=postgres://h/d%+1 | DATABASE_URL | percent sign
			DATABASE_URL=postgres://u:s3c/ret@h/db | DATABASE_URL | unescaped / or @
			DATABASE_URL=postgres://u:12/s3cret@h/db | DATABASE_URL | unescaped / or @
			DATABASE_URL=postgres://u:p@s3c/ret@h/db | DATABASE_URL | unescaped / or @
			DATABASE_URL=postgres://u:s3c?ret@h/db | DATABASE_URL | no name or no value
			DATABASE_URL=postgres://u:s3c?r=et@h/db | DATABASE_URL | not a number from 1 to 65535
			DATABASE_URL=postgres://h:abc/db | DATABASE_URL | not a number from 1 to 65535
			DATABASE_URL=postgres://h:0/db | DATABASE_URL | not a number from 1 to 65535
			DATABASE_URL=postgres://h:65536/db | DATABASE_URL | not a number from 1 to 65535
			DATABASE_URL=postgres://h | DATABASE_URL | name of the database is missing
			DATABASE_URL=postgres://u:s3cret@h/ | DATABASE_URL | name of the database is missing
			DATABASE_URL=postgres:///db | DATABASE_URL | a host is missing
			DATABASE_URL=postgres://u:s3cret@/db | DATABASE_URL | a host is missing
			DATABASE_URL=postgres://h1,,h2/db | DATABASE_URL | a host is missing
			DATABASE_URL=postgres://%2Fvar%2Frun/db | DATABASE_URL | Unix-domain socket
			DATABASE_URL=postgres://u:s3cret@/db?host=/cloudsql/a:b:c | DATABASE_URL | Unix-domain socket
			DATABASE_URL=postgres://::1/db | DATABASE_URL | more than one colon
			DATABASE_URL=postgres://h!/db | DATABASE_URL | neither a name nor an IP address
			DATABASE_URL=postgres://?host=a,b&port=1,2,3&dbname=d | DATABASE_URL | 3 ports for 2 hosts
			DATABASE_URL=postgres://h/db?sslmode=on | DATABASE_URL | 'sslmode'
			DATABASE_URL=postgres://h/db?sslmode= | DATABASE_URL | 'sslmode'
			DATABASE_URL=postgres://h/db?ssl=maybe | DATABASE_URL | 'ssl'
			DATABASE_URL=postgres://h/db?ssl=true&sslmode=disable | DATABASE_URL | contradict
			DATABASE_URL=postgres://h/db?ssl=true&sslmode=prefer | DATABASE_URL | contradict
			DATABASE_URL=postgres://h/db?sslmode=require&sslmode=disable | DATABASE_URL | two different things
			DATABASE_URL=postgres://h/db?sslmode=require&sslrootcert=system | DATABASE_URL | verify-full only
			DATABASE_URL=postgres://h/db?sslMode=require | DATABASE_URL | 'sslMode'
			DATABASE_URL=postgres://h/db?ssl_mode=require | DATABASE_URL | 'ssl_mode'
			DATABASE_URL=postgres://h/db?sslcrl=x | DATABASE_URL | 'sslcrl'
			DATABASE_URL=postgres://h/db?pool=5 | DATABASE_URL | another framework's pool
			DATABASE_URL=postgres://h/db?channel_binding=yes | DATABASE_URL | 'channel_binding'
			DATABASE_URL=postgres://h/db?connect_timeout=soon | DATABASE_URL | 'connect_timeout'
			DATABASE_URL=postgres://h/db?target_session_attrs=master | DATABASE_URL | 'target_session_attrs'
			DATABASE_URL=postgres://h/db?keepalives=2 | DATABASE_URL | 'keepalives'
			DATABASE_URL=postgres://h/db?application_name=a&ApplicationName=b | DATABASE_URL | two different things
			DATABASE_URL=postgres://h/db?password=s3cret&sslmode=x | DATABASE_URL | 'sslmode'
			DATABASE_URL=jdbc:postgresql://u:s3cret@h/db | DATABASE_URL | in front of the host
			DATABASE_URL=jdbc:postgresql://h/db?password=s3cret&sslmode=on | DATABASE_URL | 'sslmode'
			DATABASE_URL=jdbc:postgresql://h/db?password=s3cret%zz | DATABASE_URL | percent sign
			DATABASE_URL=jdbc:postgresql://h/db?password=s3c:ret@x&sslmode=on | DATABASE_URL | 'sslmode'
			DATABASE_URL=jdbc:postgresql://h | DATABASE_URL | name of the database
			DATABASE_URL=jdbc:postgresql://h/a/b | DATABASE_URL | name of the database
			DATABASE_URL=jdbc:postgresql:/ | DATABASE_URL | name of the database
			DATABASE_URL=jdbc:postgresql://h:99999/db | DATABASE_URL | not a number from 1 to 65535
			DATABASE_URL=jdbc:postgresql://h/db?channel_binding=require | DATABASE_URL | 'channel_binding'
			DATABASE_URL=jdbc:postgresql://h/db?sslcrl=x | DATABASE_URL | 'sslcrl'
			DATABASE_URL=jdbc:postgresql://h/db?ssl=true&sslmode=disable | DATABASE_URL | contradict
			DATABASE_URL=jdbc:postgresql://h/db?sslmode=require&sslmode=prefer | DATABASE_URL | contradict
			JDBC_DATABASE_URL=mysql://u:s3cret@h/db | JDBC_DATABASE_URL | scheme 'mysql'
			DB_HOST=h | DB_HOST | DB_NAME is not set
			DB_NAME=db | DB_NAME | DB_HOST is not set
			DB_HOST=h:5432 DB_NAME=db | DB_HOST | neither a name nor an IP address
			DB_HOST=db:5432 DB_NAME=db | DB_HOST | neither a name nor an IP address
			DB_HOST=postgres://u:s3cret@h/db DB_NAME=db | DB_HOST | neither a name nor an IP address
			DB_HOST=/var/run DB_NAME=db | DB_HOST | Unix-domain socket
			DB_HOST=h1, DB_NAME=db | DB_HOST | a host is missing
			DB_HOST=h DB_NAME=db DB_PORT=abc | DB_PORT | not a number from 1 to 65535
			DB_HOST=h DB_NAME=db DB_PORT=0 | DB_PORT | not a number from 1 to 65535
			DB_HOST=h DB_NAME=db DB_PORT=-1 | DB_PORT | not a number from 1 to 65535
			DB_HOST=h DB_NAME=db DB_PORT=65536 | DB_PORT | not a number from 1 to 65535
			DB_HOST=h DB_NAME=db DB_PORT=tcp://10.0.0.1:5432 | DB_PORT | not a number from 1 to 65535
			DB_HOST=h DB_NAME=db DB_PORT=1,2 | DB_PORT | 2 ports for 1 host
			DB_HOST=h DB_NAME=db DB_SSL=maybe | DB_SSL | neither a switch nor an sslmode
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=0 | DB_POOL_SIZE | not a number of connections
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=-5 | DB_POOL_SIZE | not a number of connections
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=ten | DB_POOL_SIZE | not a number of connections
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=99999999999 | DB_POOL_SIZE | not a number of connections
			DB_HOST=h DB_NAME=db DB_MAX_CONNECTIONS=0 | DB_MAX_CONNECTIONS | not a number of connections
			DB_HOST=h DB_NAME=db DB_SCHEMA=a;b | DB_SCHEMA | not a list of schema names
			DB_HOST=h DB_NAME=db DB_USER=a DB_USERNAME=b | DB_USER | contradicts DB_USERNAME=b
			DATABASE_URL=postgres://h/db?sslmode=require DB_SSL=false | DB_SSL | says sslmode=require
			DATABASE_URL=postgres://h/db?sslmode=require DB_SSL=true | DB_SSL | says sslmode=require
			DATABASE_URL=jdbc:postgresql://h/db?ssl=true DB_SSL=false | DB_SSL | says sslmode=verify-full
			DATABASE_URL=postgres://h/db?schema=a DB_SCHEMA=b | DB_SCHEMA | names other schemas
			DATABASE_URL=postgres://h/db DB_POOL_SIZE=0 | DB_POOL_SIZE | not a number of connections
			""")
	void badValueIsRefusedByNameWithAWayOut(String variables, String variable, String problem) {
		EnvironmentDatabaseException failure = read(variables);
		assertThat(failure).as("the refusal").isNotNull();
		assertThat(failure.getMessage()).startsWith("Environment variable " + variable + " can not be used: ")
			.contains(problem)
			.contains("    " + variable + "=")
			.doesNotContain("s3c", "ret@");
		assertThat(StringUtils.hasText(failure.analysis().getAction())).isTrue();
		assertThat(failure.analysis().getAction()).doesNotContain("s3c");
	}

	@Test
	void valueIsShownWithThePasswordMasked() {
		assertThat(read("DATABASE_URL=postgres://app:s3cret@db.example:54x/shop?sslmode=require"))
			.hasMessageContaining("DATABASE_URL=postgres://app:******@db.example:54x/shop?sslmode=require");
		assertThat(read("DATABASE_URL=jdbc:postgresql://h/db?password=s3cret&sslpassword=s3cret&sslmode=on"))
			.hasMessageContaining("jdbc:postgresql://h/db?password=******&sslpassword=******&sslmode=on");
	}

	@Test
	void lineBreakIsRefusedAndNotPrinted() {
		EnvironmentVariable variable = new EnvironmentVariable("DATABASE_URL", "postgres://h/db\nERROR forged");
		EnvironmentDatabaseException failure = catchThrowableOfType(EnvironmentDatabaseException.class,
				() -> DatabaseUrl.parse(variable));
		assertThat(failure).hasMessageContaining("control character").hasMessageContaining("h/db?ERROR");
	}

	@Test
	void misspeltParameterIsCorrected() {
		assertThat(read("DATABASE_URL=postgres://h/db?ssl_mode=require").analysis().getAction())
			.isEqualTo("Write 'sslmode'.");
		assertThat(read("DATABASE_URL=jdbc:postgresql://h/db?channel_binding=require").analysis().getAction())
			.contains("'channelBinding'");
	}

	private static EnvironmentDatabaseException read(String variables) {
		DatabaseAddressReader reader = new DatabaseAddressReader(TestVariables.ofMain(variables));
		return catchThrowableOfType(EnvironmentDatabaseException.class, reader::read);
	}

}
