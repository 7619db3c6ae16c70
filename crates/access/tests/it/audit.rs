//! What was done is written, stays, and is found.

use access::{AuditFilter, By, Did, Entry, Role, Rules};
use sqlx::{Connection, SqliteConnection};

use crate::support::*;

fn entry(at: access::Millis, did: Did, to: &str) -> Entry {
    Entry { at, by: By::nobody(HERE), did, to: to.into(), detail: "a, b".into() }
}

#[tokio::test]
async fn every_change_is_written_with_who_and_from_where() {
    let place = Place::new();
    let access = place.open().await;
    let user = add(&access, "ann", Role::Admin).await;
    let _ = access.sign_in("ann", "not her password", HERE, T0).await;
    let _ = access.sign_in("hunter2-typed-in-the-wrong-field", "x", HERE, T0).await;
    sign_in(&access, "ann", T0).await;
    access.sign_out_everywhere(user.id, &by(), T0).await.expect("the disk is well");
    let written = access.audit_entries(&AuditFilter::default(), 100).await.expect("the audit");
    let told: Vec<(Did, &str, &str)> = written
        .iter()
        .map(|written| (written.entry.did, &*written.entry.to, &*written.entry.by.who))
        .collect();
    assert_eq!(
        told,
        [
            (Did::SignedOutEverywhere, "ann", "root (command line)"),
            (Did::SignedIn, "ann", "ann"),
            (Did::SignInFailed, "unknown name", "-"),
            (Did::SignInFailed, "ann", "-"),
            (Did::UserAdded, "ann", "root (command line)"),
        ]
    );
    assert_eq!(written[1].entry.by.address, HERE.to_string());
}

#[tokio::test]
async fn it_is_filtered_and_paged() {
    let place = Place::new();
    let access = place.open().await;
    for (minute, did) in
        [Did::RecordingPlayed, Did::NumberRevealed, Did::RecordingPlayed].into_iter().enumerate()
    {
        let at = T0 + access::Millis::try_from(minute).expect("small") * MINUTE;
        access.audit(entry(at, did, &format!("Cuộc gọi {minute}"))).await.expect("the disk is well");
    }
    let found = async |filter: AuditFilter, limit: u32| -> Vec<String> {
        let written = access.audit_entries(&filter, limit).await.expect("the audit");
        written.into_iter().map(|written| written.entry.to).collect()
    };
    let all = AuditFilter::default;
    let played = AuditFilter { did: Some(Did::RecordingPlayed), ..all() };
    assert_eq!(found(played, 9).await, ["Cuộc gọi 2", "Cuộc gọi 0"]);
    let span = AuditFilter { from: Some(T0), until: Some(T0 + 2 * MINUTE), ..all() };
    assert_eq!(found(span, 9).await, ["Cuộc gọi 1", "Cuộc gọi 0"]);
    assert_eq!(found(AuditFilter { text: Some("GọI 1".into()), ..all() }, 9).await, ["Cuộc gọi 1"]);
    let text = AuditFilter { text: Some("' OR 1=1 --".into()), ..all() };
    assert_eq!(found(text, 9).await, Vec::<String>::new());
    let first = access.audit_entries(&all(), 2).await.expect("the audit");
    assert_eq!(found(AuditFilter { before: Some(first[1].id), ..all() }, 2).await, ["Cuộc gọi 0"]);
}

#[tokio::test]
async fn what_is_written_cannot_be_changed_or_taken_away() {
    let place = Place::new();
    let access = place.open().await;
    access.audit(entry(T0, Did::Exported, "report")).await.expect("the disk is well");
    let mut connection =
        SqliteConnection::connect(&format!("sqlite:{}", place.file().display())).await.expect("it opens");
    for mistaken in [
        "UPDATE audit SET who = 'somebody else'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT id, 0, '', '', '', '', '' FROM audit",
    ] {
        let refused = sqlx::query(sqlx::AssertSqlSafe(mistaken)).execute(&mut connection).await;
        let told = refused.err().map(|error| error.to_string()).unwrap_or_default();
        let kept = access.audit_entries(&AuditFilter::default(), 9).await.expect("the audit");
        assert_eq!(kept.len(), 1, "{mistaken}");
        assert_eq!(kept[0].entry.to, "report", "{mistaken}: {told}");
    }
}

#[tokio::test]
async fn what_is_older_than_the_setting_is_forgotten_and_that_is_written() {
    let place = Place::new();
    let access = place.open_with(Rules { audit_days: 30, ..Rules::default() }).await;
    for (day, to) in [(0, "old"), (20, "young")] {
        access.audit(entry(T0 + day * DAY, Did::Exported, to)).await.expect("the disk is well");
    }
    access.keep_house(T0 + 31 * DAY).await.expect("the disk is well");
    let kept = access.audit_entries(&AuditFilter::default(), 9).await.expect("the audit");
    let told: Vec<(Did, &str)> = kept.iter().map(|written| (written.entry.did, &*written.entry.to)).collect();
    assert_eq!(told, [(Did::AuditForgotten, "1 entries"), (Did::Exported, "young")]);
}
