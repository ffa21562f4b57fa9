/**
 * The program: commands, exit codes, the runner of the chain.
 *
 * <p>In: a command line and a settings file. Out: published tables, a report, one line of JSON.
 *
 * <p>Choice: everything that touches files, clocks, the environment or a Spark session lives in
 * this module; the library stays pure.
 */
package io.microtarget.jobs;
