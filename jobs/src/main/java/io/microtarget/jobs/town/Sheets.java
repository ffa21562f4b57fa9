package io.microtarget.jobs.town;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All files of a town with their headers, in the order in which they are told. */
final class Sheets {
  private static final Charset WESTERN = Charset.forName("windows-1252");

  private static final List<Sheet> ALL = new ArrayList<>();

  static final Sheet CRM =
      western(
          "raw/crm.csv",
          "KundenNr;Anrede;Vorname;Nachname;Geburtsdatum;Strasse;PLZ;Ort;Telefon;EMail;Kartennummer;Angelegt");
  static final Sheet LOYALTY =
      sheet("raw/loyalty_cards.csv", "card_no,name,dob,email,mobile,postcode,tier,enrolled_at");
  static final Sheet SHOP = sheet("raw/shop_accounts.ndjson", "");
  static final List<Sheet> RECEIPTS =
      monthly(
          "raw/receipts/%s.csv.gz",
          "BonNr;Filiale;Kasse;Zeit;Karte;EAN;Warengruppe;Menge;Einzelpreis;Betrag;Aktion");
  static final List<Sheet> ORDERS = monthly("raw/orders/%s.ndjson", "");
  static final Sheet STATEMENTS =
      sheet(
          "raw/card_statements.csv",
          "Konto;Karte_Inhaber;Buchungstag;Haendler;Branche;Betrag;Waehrung");
  static final List<Sheet> WEB = monthly("raw/web_events/%s.ndjson", "");
  static final Sheet APP =
      sheet("raw/app_events.csv.gz", "ts_ms,device_id,user_id,event,screen,value");
  static final Sheet GPS = sheet("raw/gps.csv.gz", "device_id,user_id,lat,lon,ts,accuracy");
  static final Sheet SURVEY =
      sheet("raw/survey.tsv", "Befragter\tWelle\tDatum\tFrage\tAntwort\tGewicht");
  static final List<Sheet> OWN_FEED =
      weekly(
          "raw/own_feed/%s.tsv",
          "id\ttitle\tprice\tsale_price\tgtin\tgoogle_product_category\tbrand\tavailability");
  static final List<Sheet> RIVAL_FEED = weekly("raw/rival_feed/%s.ndjson", "");
  static final Sheet TRENDS = sheet("raw/trends.csv", "week,topic,index");
  static final Sheet AREAS =
      sheet("raw/areas.csv", "PLZ;Stand;Kaufkraft;Haushalte;Anteil_Familien");
  static final Sheet PROMOTIONS =
      sheet("raw/promotions.csv", "promo_id,gtin,store,starts_on,ends_on,discount");
  static final Sheet CAMPAIGNS =
      sheet("raw/campaigns.csv", "campaign_id,name,kind,starts_on,ends_on");
  static final Sheet OFFERS =
      sheet("raw/offers.csv", "offer_id,campaign_id,category,discount,valid_from,valid_to");
  static final Sheet CONTACTS =
      sheet(
          "raw/contacts.csv",
          "KundenNr;Kampagne;Angebot;Kanal;Arm;Wahrscheinlichkeit;Versand;Kosten");
  static final Sheet RESPONSES =
      sheet("raw/responses.csv", "crm_id,campaign_id,offer_id,redeemed_at,revenue");
  static final Sheet RETURNS = sheet("raw/returns.csv", "order_id,sku,user_id,returned_at,amount");
  static final Sheet CONSENTS = sheet("raw/consents.ndjson", "");
  static final Sheet SUPPRESSIONS =
      sheet("raw/suppressions.csv", "Name;Strasse;PLZ;Ort;EMail;Telefon;Grund;Seit");

  static final Sheet TRUE_PERSONS =
      sheet(
          "truth/persons.csv.gz",
          "person_id,household_id,type,w1,w2,w3,w4,w5,w6,"
              + Goods.CATEGORIES.stream().map(c -> "i_" + c).collect(Collectors.joining(","))
              + ",p_buy_30,best_hour,home_cell,work_cell,shop_store,shop_cell,phase,ltv_12m,has_crm,has_card,has_shop,panel");
  static final Sheet TRUE_RECORDS =
      sheet("truth/records.csv.gz", "source,native_id,person,household_id");
  static final Sheet TRUE_EFFECTS =
      sheet("truth/effects.csv.gz", "person_id,offer_id,channel,p0,p1,effect,value");
  static final Sheet TRUE_OUTCOMES =
      sheet(
          "truth/outcomes.csv.gz",
          "campaign_id,person_id,crm_id,arm,offer_id,channel,probability,p0,p1,y0,y1,y");
  static final Sheet TRUE_PHASES = sheet("truth/phases.csv.gz", "person_id,from,to,phase");
  static final Sheet TRUE_CARTS =
      sheet(
          "truth/carts.csv.gz",
          "cart_id,user_id,person_id,opened_at,closed_at,how,open_at_as_of,products,value");
  static final Sheet BREACHES = sheet("truth/breaches.csv", "source,file,key,rule");
  static final Sheet FAULTS = sheet("truth/faults.csv.gz", "source,key,fault");
  static final Sheet TRUE_OFFERS =
      sheet(
          "truth/offers.csv",
          "offer_id,category,discount,channel,cost,persons,mean_p0,mean_p1,mean_effect,mean_value,net_margin");
  static final Sheet TRUE_CAMPAIGNS =
      sheet(
          "truth/campaigns.csv",
          "campaign_id,kind,contacts,treated,mean_effect,sample_effect,naive,naive_error,hajek,hajek_error,naive_minus_sample");

  private Sheets() {}

  static List<Sheet> all() {
    return List.copyOf(ALL);
  }

  private static Sheet sheet(String file, String header) {
    return add(file, header, StandardCharsets.UTF_8);
  }

  private static Sheet western(String file, String header) {
    return add(file, header, WESTERN);
  }

  private static List<Sheet> monthly(String pattern, String header) {
    return IntStream.range(0, Days.MONTHS)
        .mapToObj(month -> sheet(pattern.formatted(Days.monthName(month)), header))
        .toList();
  }

  private static List<Sheet> weekly(String pattern, String header) {
    return IntStream.range(0, Days.WEEKS)
        .mapToObj(week -> sheet(pattern.formatted(Days.weekName(week)), header))
        .toList();
  }

  private static Sheet add(String file, String header, Charset charset) {
    var sheet = new Sheet(ALL.size(), file, header, charset);
    ALL.add(sheet);
    return sheet;
  }
}
