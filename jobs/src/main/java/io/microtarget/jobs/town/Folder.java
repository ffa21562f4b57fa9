package io.microtarget.jobs.town;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The open files of a town; parts are added in their order. */
final class Folder implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /** Opens a file for writing. */
  interface Opening {
    OutputStream open(Path file) throws IOException;
  }

  private final List<Open> files = new ArrayList<>();

  /** A file while it grows. */
  private static final class Open {
    private final Sheet sheet;
    private final OutputStream out;
    private final MessageDigest digest;
    private long rows;
    private long bytes;
    private long length;
    private int check;

    private Open(Sheet sheet, OutputStream out) {
      this.sheet = sheet;
      this.out = out;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    private void add(byte[] some) throws IOException {
      out.write(some);
      digest.update(some);
      bytes += some.length;
    }

    private void add(Part.Piece piece) throws IOException {
      rows += piece.rows();
      if (piece.packed() == null) {
        add(piece.plain());
        return;
      }
      add(piece.packed().bytes());
      check = Pack.joined(check, piece.packed().check(), piece.packed().length());
      length += piece.packed().length();
    }
  }

  /** Opens all files and writes their headers. */
  Folder(Path root, Opening opening) throws IOException {
    for (var sheet : Sheets.all()) {
      var file = root.resolve(sheet.file());
      Files.createDirectories(file.getParent());
      var open = new Open(sheet, new BufferedOutputStream(opening.open(file), BUFFER));
      files.add(open);
      if (sheet.isPacked()) {
        open.add(Pack.head());
      }
      if (!sheet.header().isEmpty()) {
        var header = (sheet.header() + "\n").getBytes(sheet.charset());
        open.add(Part.piece(sheet, 0, header));
      }
    }
  }

  void add(Part part) throws IOException {
    for (var piece : part.pieces()) {
      files.get(piece.sheet().number()).add(piece);
    }
  }

  /** Ends all files. */
  List<Written> finish() throws IOException {
    var written = new ArrayList<Written>();
    for (var file : files) {
      if (file.sheet.isPacked()) {
        file.add(Pack.tail(file.check, file.length));
      }
      file.out.close();
      var sum = HexFormat.of().formatHex(file.digest.digest());
      written.add(new Written(file.sheet.file(), file.rows, file.bytes, sum));
    }
    return written;
  }

  /** Closes what is still open; what could not be written any more is lost with the folder. */
  @Override
  public void close() {
    for (var file : files) {
      try {
        file.out.close();
      } catch (IOException e) {
        // The first failure is on its way already.
        continue;
      }
    }
  }
}
