package io.bailiwick.autoconfigure.container;

import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of the library's own type that needs no Docker: what it serves when it has
 * started is a new database of the tests' server.
 */
class TestContainer extends JdbcDatabaseContainer<TestContainer> {

	private Database database;

	private int starts;

	TestContainer() {
		super(DockerImageName.parse("postgres:18"));
	}

	@Override
	public void start() {
		if (this.database == null) {
			this.database = TestPostgres.newDatabase();
			this.starts++;
		}
	}

	@Override
	public void stop() {
		this.database = null;
	}

	@Override
	public boolean isRunning() {
		return this.database != null;
	}

	int starts() {
		return this.starts;
	}

	Database database() {
		if (this.database == null) {
			throw new IllegalStateException("The container does not run");
		}
		return this.database;
	}

	@Override
	public String getDockerImageName() {
		return "postgres:18";
	}

	@Override
	public String getContainerId() {
		return "none";
	}

	@Override
	public String getDriverClassName() {
		return "org.postgresql.Driver";
	}

	@Override
	public String getJdbcUrl() {
		return database().url();
	}

	@Override
	public String getUsername() {
		return database().username();
	}

	@Override
	public String getPassword() {
		return database().password();
	}

	@Override
	protected String getTestQueryString() {
		return "SELECT 1";
	}

}
