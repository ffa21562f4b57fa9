package io.microtarget.jobs;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** {@link Run} whose printed lines are kill points too. */
final class TripRun {
  private TripRun() {}

  public static void main(String[] arguments) {
    var out = System.out;
    System.setOut(
        new PrintStream((OutputStream) out, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            Tripwire.at(Tripwire.How.LINE, line);
          }
        });
    Run.main(arguments);
  }
}
