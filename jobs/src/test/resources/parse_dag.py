"""Parses a DAG as Airflow does and prints as JSON what a run due on a given morning would execute."""

import json
import sys
from datetime import timedelta
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization
from airflow.timetables.base import TimeRestriction

file = Path(sys.argv[1])
bag = DagBag(dag_folder=str(file), bundle_path=file.parent, bundle_name="dags")
assert not bag.import_errors, bag.import_errors
(dag,) = bag.dags.values()
(task,) = dag.tasks

timetable = DagSerialization.from_dict(DagSerialization.to_dict(dag)).timetable
due = timetable.next_dagrun_info(
    last_automated_data_interval=None,
    restriction=TimeRestriction(earliest=dag.start_date + timedelta(days=30), latest=None, catchup=True),
)
ds = due.logical_date.strftime("%Y-%m-%d")
task.render_template_fields({"ds": ds, "params": dag.params.dump()})

print(
    json.dumps(
        {
            "dag": dag.dag_id,
            "due": due.run_after.isoformat(),
            "ds": ds,
            "max_active_runs": dag.max_active_runs,
            "catchup": dag.catchup,
            "retries": task.retries,
            "documented": bool(dag.doc_md),
            "command": task._get_hook()._build_spark_submit_command(task.application),
        }
    )
)
