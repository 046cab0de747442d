package io.bailiwick.migration.undo;

import java.util.Set;

/**
 * A step that is ready to be run.
 *
 * @param version what is undone
 * @param script the way back
 * @param step what is told of it
 * @param foreseen the tables and columns of which it is known that they go
 */
record PlannedStep(AppliedVersion version, DownScript script, UndoStep step, Set<String> foreseen) {

}
