package io.microtarget.jobs.inspect;

import io.microtarget.source.SourceTables;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What businesses call the typed columns and the kinds, in English, German and a little French,
 * Spanish and Italian; names are compared as {@link Names#key} spells them.
 */
final class Synonyms {
  /** A typed column, or one of a certain kind only, and other names of it. */
  private static final Map<String, Set<String>> COLUMNS =
      table(
          """
          native-id: customerid customer customerno customernumber custid custno cust clientid client userid user uid memberid member personid contactid crmid householdid household partyid subscriberid accountholder kunde kundennr kundennummer kundenid knr kdnr kundenno mitgliedsnr mitglied nutzer nutzerid benutzer benutzerid cardno cardnumber loyaltycard kartennr respondentid respondent teilnehmer teilnehmerid clienteid cliente idcliente numclient idclient codcliente visitorid anonymousid patientid voterid employeeid leadid hhid personnr person msisdn caller
          event-time: timestamp time datetime date eventdate createdat created createdon occurredat occurred ts at datum zeit zeitpunkt zeitstempel uhrzeit am bestelltam bestelldatum kaufdatum buchungsdatum rechnungsdatum belegdatum orderdate orderedat orderts purchasedate soldat saledate invoicedate transactiondate transactiontimestamp transactiontime txdate sentat sentdate sendetag senton eventtimestamp visittime viewedat clickedat readat measuredat answeredat submittedat tweetcreated postedat publishedat callstart starttime fecha datemessage dateheure data calltime bookingdate paymentdate redemptiondate respondedat changedat updatedat recordedat optindate optoutdate gesendetam when validfrom
          basket-id: basket receipt receiptno receiptid receiptnumber bon bonnr bonid beleg belegnr belegnummer invoice invoiceno invoiceid invoicenumber rechnung rechnungsnr rechnungsnummer order orderid orderno ordernumber bestellnr bestellnummer bestellung auftrag auftragsnr transactionid transaction transid ticket cartid cart factura commande ordine
          product-id: product productno productcode sku article articleno articleid articlenumber artikel artikelnr artikelnummer item itemid itemno stockcode produkt produktid ean upc asin plu materialnr material producto produit prodotto isbn
          place-id: place store storeid storeno shop shopid branch branchid filiale filialnr filialnummer markt outlet location locationid site siteid room raum standort tienda magasin
          quantity: qty menge anzahl stueck stk units count pieces cantidad quantite
          amount: betrag umsatz summe total totalprice totalamount salesvalue sales linetotal revenue value wert gesamt gesamtbetrag gesamtpreis nettobetrag bruttobetrag spend spent charge charged importe montant importo closevalue dealvalue payment amounteur amountusd totaleur totalusd eur usd kosten
          discount: rabatt nachlass retaildisc rebate reduction descuento remise
          coupon-discount: coupondisc voucher gutschein couponvalue voucheramount gutscheinbetrag
          currency: waehrung currencycode curr iso4217 devise moneda
          unit-price: unitprice price preis itemprice einzelpreis stueckpreis preisprostueck priceperunit
          line-type: transactiontype lineart
          payment-type: paymentmethod paymenttype zahlart zahlungsart payment tender
          merchant-category: mcc merchantcategory merchantcategorycode
          event-id: eventid messageid msgid hitid requestid
          event-type: event eventname eventtype action aktion type typ ereignis activity verb method eventaction hittype
          event.name: event eventname page pagename pagetitle title screen screenname path
          session-id: session sessionid visit visitid sitzung sid
          url: uri request requesturi pageurl location link href adresse pagelocation path
          referrer: referer referrerurl ref
          search-term: search query searchquery suchbegriff suchwort keyword term suche q
          search-results: results resultcount treffer hits
          category: kategorie warengruppe group productcategory itemcategory categoria categorie produktgruppe genre series
          event.value: value wert revenue price amount total betrag
          campaign-name: utmcampaign
          campaign-source: utmsource source quelle
          campaign-medium: utmmedium medium
          campaign-term: utmterm
          campaign-content: utmcontent
          device: devicetype geraet devicecategory
          platform: plattform os app system network netzwerk
          language: sprache lang locale langue idioma
          country: land countrycode pays pais staat
          status: httpstatus statuscode responsecode
          bytes: size bytessent volume datavolume volumen
          call-id: callid cdrid recordid connectionid
          direction: richtung callorigin
          call-type: calltype servicetype verbindungsart dienst
          duration-seconds: duration dauer seconds callduration sekunden talktime
          cell-id: cell cellid tower funkzelle zelle celltower
          tariff: tarif plan rateplan
          latitude: lat breitengrad breite gpslat latitud
          longitude: lon lng long laengengrad laenge gpslon gpslng longitud
          accuracy-m: accuracy genauigkeit precision hdop
          fix: provider
          stay-seconds: stay dwell dwelltime verweildauer
          place-type: venuetype venuecategory poi
          sensor-id: sensor sensorid deviceid meter meterid zaehler zaehlernr geraetid entityid
          measure: metric measurement messgroesse quantitykind sensortype attribute
          sensor_reading.value: reading value wert messwert stand zaehlerstand level
          unit: einheit unitofmeasurement uom
          state: zustand
          survey-id: survey umfrage umfrageid study poll
          wave: welle round
          question-id: question questionid frage frageid frageno qid item
          question: questiontext fragetext wording
          answer: response antwort reply choice option
          answer-number: score rating punkte note skala answervalue
          weight: gewicht weighting
          mode: modus erhebungsart
          area-id: area countyfips fips combinedfips gemeinde ags wahlkreis district bezirk region nuts precinct areacode geoid
          area-name: countyname areaname gemeindename regionname bezirksname
          area-type: areatype geotype
          mention-id: mentionid tweetid postid commentid reviewid beitragid statusid
          text: tweet post comment body message content review kommentar beitrag nachricht description
          topic: thema subject negativereason
          brand: marke manufacturer hersteller make airline verlag company firma
          sentiment: stimmung airlinesentiment polarity tonalitaet
          sentiment-score: sentimentvalue compound
          likes: favorites favoritecount likecount
          shares: retweets retweetcount sharecount
          replies: replycount comments kommentare
          followers: followercount followerscount
          reply-to-id: inreplyto replyto parentid inreplytostatusid
          department: abteilung dept sparte bereich division
          product.name: name bezeichnung productname produktname title artikelbezeichnung titel itemname description
          gtin: ean upc barcode gtin13
          seller: vendor verkaeufer haendler merchant
          price: preis listprice listenpreis salesprice verkaufspreis vk regularprice prix precio prezzo
          sale-price: specialprice sonderpreis aktionspreis reducedprice
          availability: verfuegbarkeit stock instock lagerbestand
          indicator: indikator kennzahl merkmal variable statistic
          indicator.value: value wert totalvotes votes votesdem stimmen population einwohner index rate share anteil totalvotes2016
          subgroup: teilgruppe gruppe segment
          sample-size: samplesize n stichprobe
          standard-error: se stderr standardfehler marginoferror
          starts-on: start startdate von validfrom begin beginn startson firstday gueltigab from desde
          ends-on: end enddate bis validto validuntil ende endson lastday gueltigbis until to hasta
          display: platzierung
          mailer: prospekt flyer handzettel
          campaign-id: campaign kampagne kampagnenid kampagnennr aktion aktionsnr campaigncode mailing mailingid treatmentid
          campaign-type: campaigntype kampagnenart art
          offer-id: offer angebot coupon couponupc couponid couponcode voucherid gutscheincode promocode
          channel: kanal medium via canal kontaktart contact
          arm: treatment variant group gruppe testgroup treatmentgroup versuchsgruppe assignment segment
          probability: propensity prob wahrscheinlichkeit treatmentprobability
          content-id: content contentid text_id clickabilitytestid
          variant-id: variant variantid variante
          test-id: test testid experiment experimentid abtest clickabilitytestid
          content-type: contenttype
          headline: subject betreff ueberschrift titel subjectline
          image-id: image eyecatcherid picture bild
          impressions: views einblendungen anzeigen shown
          clicks: klicks klick
          conversions: conversion abschluesse
          cost: kosten contactcost
          response-type: responsetype reaktion outcome
          purpose: zweck verarbeitungszweck
          consent.status: status consent consentstatus einwilligung optin state granted permission zustimmung
          legal-basis: legalbasis rechtsgrundlage
          text-version: textversion version policyversion
          proof-reference: proof nachweis proofreference
          valid-from: validfrom gueltigab
          valid-to: validto gueltigbis
          expires-on: expires expiry expirydate ablauf gueltigbis
          reason: grund suppressionreason
          list-id: list liste
          account-id: account accountname company companyid firma firmenid firmennr unternehmen organization organisation org debitor debitorennr debitornr
          account.name: name company companyname firma firmenname account
          sector: industry branche industrie sektor wirtschaftszweig naics sic nace
          employees: mitarbeiter mitarbeiterzahl headcount numberofemployees employeecount
          revenue: umsatz annualrevenue jahresumsatz turnover
          founded-year: yearestablished founded gruendungsjahr foundedyear
          region: bundesland state province provinz officelocation
          domain: website web homepage webseite
          parent-account-id: parentaccount subsidiaryof parent muttergesellschaft
          role: rolle buyingrole funktion
          job-function: jobfunction jobtitle title position
          seniority: level hierarchie
          opportunity-id: opportunity opportunityid deal dealid verkaufschance chance
          stage: dealstage phase stufe salesstage
          opportunity.outcome: outcome result ergebnis dealstage stage
          opened-on: engagedate opened opendate createddate eroeffnet
          closed-on: closedate closed closingdate abschlussdatum
          """);

  /** Words in the name of a file, or of the list in it, that tell its kind. */
  private static final Map<String, Set<String>> KINDS =
      table(
          """
          party: customers customer kunden kunde persons person people personen crm members mitglieder clients client users user households demographics contacts_list voters leads accounts_persons cards loyalty karten kundenstamm subscribers abonnenten clienti clientes
          purchase: orders order purchases purchase sales receipts receipt bons bon invoices invoice transactions transaction bestellungen bestellung rechnungen kaeufe kassenbons umsaetze items lines retail pos payments positionen ventas commandes
          event: events event clicks clickstream web log logs access hits tracking pageviews sessions searches klicks ereignisse
          call_record: calls cdr telecom verbindungen anrufe callrecords
          location: gps locations positions checkins tracks standorte fixes
          sensor_reading: sensors sensor readings meter smarthome zaehler messwerte telemetry iot
          survey_answer: survey umfrage answers antworten_umfrage interviews canvass questionnaire
          mention: tweets posts mentions reviews comments social beitraege
          product: products product artikel produkte catalog katalog items_catalog sortiment feed
          indicator: indicators statistics polls elections results county stats index census
          promotion: promotions promotion promo
          campaign: campaigns campaign kampagnen aktionen waves
          offer: offers offer coupons coupon angebote gutscheine
          contact: contacts contact mailings mailing kontakte sends briefe letters anschreiben
          response: responses response redemptions antworten answers reactions reaktionen
          content: content headlines contents texte creatives assets
          consent: consents consent einwilligungen optins permissions
          suppression: suppression suppressions optouts robinson blacklist sperrliste unsubscribes bounces donotcontact
          account: accounts account companies firms firmen unternehmen organizations
          account_contact: accountcontacts roles ansprechpartner buyinggroup
          opportunity: opportunities opportunity deals pipeline verkaufschancen
          """);

  private static final Set<String> ALL =
      COLUMNS.values().stream().flatMap(Set::stream).collect(Collectors.toSet());

  private Synonyms() {}

  /** Whether a name means some typed column or something about a person. */
  static boolean knows(String name) {
    var key = Names.key(name);
    return !key.isEmpty() && (ALL.contains(key) || typed().contains(key) || Meaning.isName(name));
  }

  /**
   * How sure a raw name means a typed column: 1 the same word, 0.9 a synonym, 0.5 one of its words,
   * 0 nothing.
   */
  static double likeness(String kind, String column, List<String> path) {
    var known = COLUMNS.getOrDefault(kind + "." + column, COLUMNS.getOrDefault(column, Set.of()));
    var own = column.replace("-", "");
    var name = path.get(path.size() - 1);
    var key = Names.key(name);
    if (key.equals(own)) {
      return 1;
    }
    var above = path.size() > 1 ? Names.key(path.get(path.size() - 2)) : "";
    if (own.equals(above + key)) {
      return 0.9;
    }
    // Of two names the one listed before is the better one.
    int place = 0;
    for (var synonym : known) {
      place++;
      if (synonym.equals(key) || synonym.equals(above + key)) {
        return 0.9 - 0.0005 * place;
      }
    }
    var words = Names.words(name);
    for (int from = 0; from < words.size(); from++) {
      for (int to = words.size(); to > from; to--) {
        var part = String.join("", words.subList(from, to));
        if (part.length() > 3 && (part.equals(own) || known.contains(part))) {
          return 0.5;
        }
      }
    }
    return 0;
  }

  /** Whether the name of a file speaks of a kind. */
  static boolean isNamed(String kind, String file) {
    var words = Names.words(file);
    var known = KINDS.getOrDefault(kind, Set.of());
    for (int from = 0; from < words.size(); from++) {
      for (int to = words.size(); to > from; to--) {
        if (known.contains(String.join("", words.subList(from, to)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Set<String> typed() {
    return SourceTables.kinds().stream()
        .flatMap(t -> t.columns().stream())
        .map(c -> c.replace("_", ""))
        .collect(Collectors.toSet());
  }

  private static Map<String, Set<String>> table(String text) {
    var table = new TreeMap<String, Set<String>>();
    text.lines()
        .forEach(
            line -> {
              var parts = line.split(": ", 2);
              table.put(parts[0], new LinkedHashSet<>(Arrays.asList(parts[1].strip().split(" +"))));
            });
    return new HashMap<>(table);
  }
}
