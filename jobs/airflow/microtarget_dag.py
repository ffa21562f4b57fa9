"""
### Microtarget, one run a day

One `spark-submit` runs the whole chain and publishes it with one commit. A run that fails, is killed or is started twice leaves the last publication as it was,
so the task may be retried and cleared at will.

**What `{{ ds }}` means here.** A run for the date D uses what happened strictly before midnight of D in the zone of the business. The schedule is a *trigger*
timetable: the logical date is the moment the run is due, so the run that starts on the morning of D gets `--as-of D` and uses all of the day before. (With a
*data interval* timetable, the default of Airflow 2, `{{ ds }}` would be the day before and each run would leave the latest day out.) `{{ ds }}` is a date in UTC:
keep the hour such that in the zone of the business D has begun and the files of the day before are there.

**Retries.** Exit code 75 means that another run is at work in the lake, 4 that a file was not delivered yet: both pass with time. The operator sees only that
`spark-submit` failed, so wrong settings (2) and broken data (3) are tried again too; each try says why within a minute and changes nothing.

Parameters of a run are in the form of *Trigger*. What this file must know beforehand comes from the environment of the DAG processor and the workers:

| variable | meaning | default |
| --- | --- | --- |
| `MICROTARGET_HOME` | folder of the repository | two above this file |
| `MICROTARGET_SCHEDULE` | cron expression, UTC | `0 6 * * *` |
| `MICROTARGET_SPARK_CONNECTION` | id of a Spark connection | `spark_default` |
| `MICROTARGET_SPARK_SUBMIT` | the `spark-submit` of a Spark 4.1 distribution; Airflow brings none | what the connection says |
"""

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, CronTriggerTimetable, Param

HOME = Path(os.environ.get("MICROTARGET_HOME", Path(__file__).resolve().parents[2]))

with DAG(
    dag_id="microtarget",
    description="From raw files to published segments, scores and audiences",
    doc_md=__doc__,
    schedule=CronTriggerTimetable(os.environ.get("MICROTARGET_SCHEDULE", "0 6 * * *"), timezone="UTC"),
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    # One lake, one writer: a second run would only be told that it is busy.
    max_active_runs=1,
    # A date that was missed is run by hand, when its files are known to be there.
    catchup=False,
    params={
        "config": Param(
            str(HOME / "conf" / "grocery.conf"),
            type="string",
            minLength=1,
            description="Settings of the business. Paths in them should be absolute or URIs.",
        ),
        "jar": Param(
            str(HOME / "jobs" / "target" / "jobs-0.1.0-cluster.jar"),
            type="string",
            minLength=1,
            description="The program with Delta, as the build leaves it.",
        ),
        "properties_file": Param(
            "",
            type="string",
            description="Properties of spark-submit, in place of its own spark-defaults.conf; empty for none.",
        ),
    },
    tags=["microtarget"],
) as dag:
    SparkSubmitOperator(
        task_id="run",
        conn_id=os.environ.get("MICROTARGET_SPARK_CONNECTION", "spark_default"),
        spark_binary=os.environ.get("MICROTARGET_SPARK_SUBMIT"),
        name="microtarget {{ ds }}",
        java_class="io.microtarget.jobs.Run",
        application="{{ params.jar }}",
        properties_file="{{ params.properties_file }}",
        application_args=["run", "--config", "{{ params.config }}", "--as-of", "{{ ds }}"],
        retries=3,
        retry_delay=timedelta(minutes=15),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(hours=2),
        execution_timeout=timedelta(hours=6),
    )
