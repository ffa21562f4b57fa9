package io.microtarget.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The raw files of {@code seed-list.conf}: small, made up, and as odd as those of their kind. */
final class SeedFiles {
  private final Path folder;

  private SeedFiles(Path folder) {
    this.folder = folder;
  }

  static void write(Path folder) throws IOException {
    var files = new SeedFiles(folder);
    files.behaviour();
    files.tills();
    files.devices();
    files.answers();
    files.people();
    files.market();
    files.campaigns();
    files.permissions();
    files.firms();
  }

  private void behaviour() throws IOException {
    text(
        "searches.ndjson",
        """
        {"ts":"2025-03-01T08:15:30Z","user":"u1","q":" Quiet Washer ","hits":42,"clicked":{"product":"P7"}}
        {"ts":"2025-03-01T09:16:00+01:00","user":"u1","q":"dryer","hits":0}
        {"ts":"2025-03-01T10:00:00Z","user":null,"q":"wäschetrockner","hits":7,"clicked":null}
        {"ts":"2025-03-01T10:00:05Z","user":"u2","q":null}
        """);
    text(
        "statuses.json",
        """
        [
          {"id": "114000000000000001", "created_at": "2025-03-02T11:00:00.000Z", "language": "en",
           "content": "<p>@clara the new <b>Washer</b> is loud</p>", "url": "https://social.example/1",
           "account": {"acct": "quorvath", "followers_count": 120}, "tags": [{"name": "washer"}, {"name": "noise"}],
           "favourites_count": 3, "reblogs_count": 1, "replies_count": 2, "in_reply_to_id": null},
          {"id": "114000000000000002", "created_at": "2025-03-02T11:05:00.000Z", "language": "de",
           "content": "<p>Stimmt.</p>", "url": "https://social.example/2",
           "account": {"acct": "zyl@other.example", "followers_count": 7}, "tags": [],
           "favourites_count": 0, "reblogs_count": 0, "replies_count": 0, "in_reply_to_id": "114000000000000001"}
        ]
        """);
    text(
        "access.log",
        """
        192.0.2.7 - - [17/Mar/2025:10:05:03 +0100] "GET /washers?utm_source=search&utm_term=quiet%20washer HTTP/1.1" 200 2030 "https://find.example/?q=washer" "Reader/1.0"
        192.0.2.7 - - [17/Mar/2025:10:05:43 +0100] "GET /washers/P7 HTTP/1.1" 404 - "-" "Reader/1.0"
        192.0.2.8 - ann [17/Mar/2025:10:06:00 +0100] "POST /login HTTP/1.1" 302 5 "-" "Reader \\"2\\""
        192.0.2.9 - - [17/Mar/2025:10:06:01 +0100] "GET /cut HTTP/1.1" 200 23 "-" "Rea
        192.0.2.8 - - [17/Mar/2025:10:06:02 +0100] "GET /cart?id=9 HTTP/1.1" 200 512 "https://shop.example/?s=1" "Reader \\"2\\""
        """);
    packed(
        "app/day1.ndjson.gz",
        """
        {"messageId":"m1","type":"screen","anonymousId":"a1","timestamp":"2025-03-03T07:00:00.250Z","name":"Cart","context":{"device":{"type":"ios"},"locale":"de-DE"}}
        {"messageId":"m2","type":"track","anonymousId":"a1","timestamp":"2025-03-03T07:00:09Z","event":"Order Completed","context":{"device":{"type":"ios"},"locale":"de-DE"},"properties":{"revenue":19.9,"currency":"EUR"}}
        {"messageId":"m3","type":"identify","anonymousId":"a1","timestamp":"2025-03-03T07:00:10Z","context":{"device":{"type":"ios"}}}
        {"messageId":"m2","type":"track","anonymousId":"a1","timestamp":"2025-03-03T07:00:09Z","event":"Order Completed","context":{"device":{"type":"ios"},"locale":"de-DE"},"properties":{"revenue":19.9,"currency":"EUR"}}
        """);
  }

  private void tills() throws IOException {
    text(
        "tills/day1.csv",
        """
        Karte;Zeit;Bon;Artikel;Filiale;Menge;Betrag;Rabatt
        K1;01.03.2025 10:15;B1;A1;F3;1;1.234,50;0,00
        K1;01.03.2025 10:15;B1;A2;F3;0,375;9,90;1,10
        ;01.03.2025 18:59;B2;A2;F3;1;11,00;
        """);
    text(
        "tills/day2.csv",
        """
        Karte;Zeit;Bon;Artikel;Filiale;Menge;Betrag;Rabatt
        ;01.03.2025 18:59;B2;A2;F3;1;11,00;
        K2;02.03.2025 09:00;B3;A1;F3;1;1.234,50;0,00
        """);
    text(
        "statement.csv",
        """
        c-0001,03/14/2025,19.99,EUR,5732,"Elektro, Berlin"
        c-0001,03/20/2025,-19.99,EUR,5732,"Elektro, Berlin"
        c-0002,03/15/2025,8.50,USD,5814,Diner
        """);
    text(
        "orders.ndjson",
        """
        {"order":{"id":"O1","customer":"c1","created":"2025-03-01T10:00:00+01:00","payment":"invoice","items":[{"sku":"A","qty":2,"price":"9.90"},{"sku":"B","qty":1,"price":"0.4999"}]}}
        {"order":{"id":"O2","customer":"c2","created":"2025-03-01T11:00:00+01:00","payment":"card","items":[]}}
        {"order":{"id":"O3","customer":"c1","created":"2025-03-02T12:30:00+01:00","payment":"card","items":[{"sku":"A","qty":1,"price":"9.90"}]}}
        """);
  }

  private void devices() throws IOException {
    text(
        "calls.csv",
        """
        Nr;Anschluss;Gegenstelle;Beginn;Sekunden;Richtung;Dienst;Bytes;Zelle;Tarif;Entgelt
        1;0301;0302;30.03.2025 01:59:59;75;abgehend;Sprache;;262-01-7;Flat S;0,29
        2;0301;;30.03.2025 03:00:00;0;abgehend;GPRS;1048576;262-01-7;Flat S;0,00
        3;0301;0303;30.03.2025 03:10:00;0;ankommend;SMS;;262-01-9;Flat S;0,00
        """);
    text(
        "fixes.ndjson",
        """
        {"device":"d1","t":1740819600000,"lat":52.520008,"lon":13.404954,"acc":12.5}
        {"device":"d1","t":1740819660500,"lat":52.5212,"lon":13.4105,"acc":8}
        {"device":"d2","t":1740819600000,"lat":95.0,"lon":13.4,"acc":5}
        """);
    text(
        "readings.ndjson",
        """
        {"bn":"home1/","bt":1740816000,"e":[{"n":"temperature","u":"Cel","v":21.5},{"n":"door","vs":"open","t":12.5},{"n":"power","u":"W","v":120,"t":60}]}
        {"bn":"home2/","bt":1740816000,"e":[{"n":"temperature","u":"Cel","v":-3.25}]}
        """);
  }

  private void answers() throws IOException {
    text(
        "survey.csv",
        """
        "Music","Dance","Hiphop, Rap","Age"
        5,2,1,20
        4,,3,19
        ,,,21
        """);
    text(
        "street.csv",
        """
        \uFEFFBogen\tTag\tFrage\tAntwort\tGewicht\tOrt
        1\t5.3.2025\tWhat would you change?\tBäder länger öffnen\t1,25\tKöln
        2\t15.3.2025\tWhat would you change?\t\t0,75\tKöln
        """,
        Charset.forName("UTF-16LE"));
    text(
        "doors.csv",
        """
        VoterId;At;Round;Said;Scale;Precinct
        AA100;2025-04-01 17:05:00;1;"surely; both of us";1;07-Süd
        AA101;2025-04-01 17:12:00;1;ask again;3;07-Süd
        AA102;2025-04-01 17:20:00;1;?;9;07-Süd
        """,
        Charset.forName("windows-1252"));
  }

  private void people() throws IOException {
    text(
        "ncvoter.txt",
        """
        "county_id"\t"ncid"\t"last_name"\t"first_name"\t"status_cd"\t"res_city_desc"\t"full_phone_number"\t"confidential_ind"\t"registr_dt"\t"birth_year"\t"precinct_abbrv"
        "1"\t"AA100"\t"KNATTERFELS"\t"ZYLPHIA"\t"A"\t"GRAHAM"\t"3365550100"\t"N"\t"10/05/2004"\t"1980"\t"07"
        "1"\t"AA101"\t"OZZELBRÜNK"\t"QUORVATH"\t"A"\t"ELON"\t""\t"N"\t"01/31/2016"\t"1997"\t"07"
        "1"\t"AA102"\t"HIBBELQUAST"\t"MIRQUELLA"\t"R"\t"ELON"\t""\t"N"\t"02/01/1999"\t"1931"\t"12"
        "1"\t"AA103"\t"JAXENTORP"\t"YXANDER"\t"A"\t"GRAHAM"\t""\t"Y"\t"02/01/2020"\t"1990"\t"12"
        """,
        Charset.forName("windows-1252"));
    Sessions.shared()
        .sql(
            """
            select * from values (1L, 1980, cast(3 as tinyint), 'middle'), (2L, 1955, 1Y, null)
            as t(person, birth_year, household_size, income_class)""")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("demographics").toString());
  }

  private void market() throws IOException {
    text(
        "feed.tsv",
        """
        id\ttitle\tlink\tavailability\tprice\tsale_price\tbrand\tgtin\tgoogle_product_category
        W-1\tWasher 7 kg "Silent"\thttps://rival.example/w1\tin_stock\t499.00 EUR\t449.00 EUR\tRival\t4006381333931\tLaundry Appliances
        W-2\tDryer\thttps://rival.example/w2\tout_of_stock\t15.00 USD\t\tRival\t\tLaundry Appliances
        """);
    text(
        "trends.csv",
        """
        term,country,week_from,week_to,searches
        washer,DE,Mar 3 2025,Mar 9 2025,"1,234,567"
        dryer,DE,Mar 3 2025,Mar 9 2025,980
        """);
    text(
        "polls.json",
        """
        {"institute": "Forsch", "field": {"from": "2025-03-01", "to": "2025-03-05"}, "sample": 1003,
         "results": [{"party": "A", "percent": 31.5}, {"party": "B", "percent": 12, "among": "women"}]}
        """);
    text(
        "promotions.csv",
        """
        product,shop,from,to,display,price
        A1,F3,2025-03-01,2025-03-07,front,999.00
        A2,F3,2025-03-01,2025-03-14,,9.00
        """);
  }

  private void campaigns() throws IOException {
    text("campaigns.csv", "id,type,from,to\nK1,letter,2025-03-01,2025-03-31\n");
    text(
        "offers.json",
        """
        [{"campaign": "K1", "coupon": "G10", "products": ["A1", "A2"]},
         {"campaign": "K1", "coupon": "G20", "products": ["A1"]}]
        """);
    text(
        "sent.log",
        """
        2025-03-01T06:00:00Z SENT to=c1 campaign=K1 arm=letter p=0.5
        2025-03-01T06:00:00Z SENT to=c2 campaign=K1 arm=none p=0.5
        """);
    var header = "customer,at,campaign,coupon,amount\n";
    Files.createDirectories(folder);
    try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("answers.zip")))) {
      member(zip, "d1/answers.csv", header + "c1,2025-03-05T10:00:00Z,K1,G10,49.90\n");
      member(zip, "d1/README.txt", "nothing to read here\n");
      member(zip, "d2/answers.csv", header + "c3,2025-03-06T10:00:00Z,K1,,\n");
    }
    text(
        "texts.csv",
        """
        id,variant,test,subject,body,shown,followed
        T1,a,X1,"A ""quiet"" washer","Dear customer,
        sleep well.",1000,31
        T1,b,X1,Washer,Short.,990,17
        """);
  }

  private void permissions() throws IOException {
    text(
        "consents.ndjson",
        """
        {"customer":"c1","at":"2024-12-01T10:00:00Z","purpose":"direct-marketing","channel":"email","status":"grant","version":"v3","proof":"doi-17","until":"2026-12-01"}
        {"customer":"c1","at":"2025-02-01T10:00:00Z","purpose":"direct-marketing","channel":"email","status":"revoked","version":"v3","proof":"web-9"}
        """);
    packed("robinson.csv.gz", "customer,why,channel\nc9,objection,\nc8,deceased,mail\n");
  }

  private void firms() throws IOException {
    text(
        "firms.json",
        """
        [{"id": "F1", "name": "Plimmering AG", "nace": "C28.1", "country": "DE", "founded": 1921,
          "size": {"employees": 2822, "revenue": 1100040000.5}},
         {"id": "F2", "name": "Wobbina Ltd", "nace": null, "country": "GB", "founded": null, "size": null}]
        """);
    text("buyers.csv", "person,firm,part,level,since\np1,F1,champion,director,2024-01-01\n");
    text(
        "deals.csv",
        """
        deal,firm,stage,opened,closed,value
        D1,F1,Won,10/20/2024,3/1/2025,"1,054,000.00"
        D2,F2,Talks,3/2/2025,,
        """);
  }

  private void text(String name, String text) throws IOException {
    text(name, text, UTF_8);
  }

  private void text(String name, String text, Charset charset) throws IOException {
    try (var out = create(name)) {
      out.write(text.getBytes(charset));
    }
  }

  private void packed(String name, String text) throws IOException {
    try (var out = new GZIPOutputStream(create(name))) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private OutputStream create(String name) throws IOException {
    var path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.newOutputStream(path);
  }

  private static void member(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(UTF_8));
    zip.closeEntry();
  }
}
