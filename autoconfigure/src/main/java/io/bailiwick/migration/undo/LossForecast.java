package io.bailiwick.migration.undo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.migration.script.statement.ScriptStatement;

/**
 * Says what data may go when statements are run, from their words and the catalog.
 * Nothing is run and nothing is locked: a trial in a transaction that is rolled back
 * would know more, but for that it would have to take the locks of every DROP, while the
 * application works. What the words do not say is found out when the script does run.
 */
final class LossForecast {

	private final Connection connection;

	private final Set<String> foreseen = new HashSet<>();

	/**
	 * Create a forecast.
	 * @param connection a connection on which names mean what they mean to the statements
	 */
	LossForecast(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Look at the statements of a way back.
	 * @return what may go; nothing of which it is certain that it is empty
	 */
	List<DataLoss> of(DownScript script) throws SQLException {
		Map<String, DataLoss> losses = new LinkedHashMap<>();
		for (ScriptStatement statement : script.statements()) {
			for (Threat threat : Threat.of(statement.sql())) {
				if (threat.kind() == DataLoss.Kind.UNKNOWN) {
					add(losses, new DataLoss(threat.kind(), threat.name(), null, DataLoss.Precision.NONE,
							statement.line()));
				}
				for (Targets.Target target : new Targets(this.connection).find(threat)) {
					this.foreseen.add(target.label());
					RowCount count = RowCount.of(this.connection, target);
					if (!count.isNone()) {
						add(losses, new DataLoss(kindOf(threat, target), target.label(), count.rows(),
								count.precision(), statement.line()));
					}
				}
			}
		}
		return List.copyOf(losses.values());
	}

	/**
	 * All tables and columns that were found, also those that are empty.
	 */
	Set<String> foreseen() {
		return Set.copyOf(this.foreseen);
	}

	private static void add(Map<String, DataLoss> losses, DataLoss loss) {
		losses.putIfAbsent(loss.kind() + " " + loss.object(), loss);
	}

	private static DataLoss.Kind kindOf(Threat threat, Targets.Target target) {
		boolean dropped = threat.kind() == DataLoss.Kind.TABLE || threat.kind() == DataLoss.Kind.COLUMN;
		if (!dropped) {
			return threat.kind();
		}
		return (target.column() != null) ? DataLoss.Kind.COLUMN : DataLoss.Kind.TABLE;
	}

}
