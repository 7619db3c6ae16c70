use access::{AccessError, LONGEST_FILTER_NAME, MOST_FILTERS, Role};

use crate::support::*;

#[tokio::test]
async fn a_filter_is_the_users_own_and_replaced_by_its_name() {
    let place = Place::new();
    let access = place.open().await;
    let (lan, binh) =
        (add(&access, "lan", Role::Supervisor).await, add(&access, "bình", Role::Supervisor).await);
    access.save_filter(lan.id, " Lỡ hôm nay ", "result=abandoned").await.expect("a filter");
    access.save_filter(lan.id, "Chờ lâu", "sort=waited").await.expect("a filter");
    access.save_filter(binh.id, "Lỡ hôm nay", "result=abandoned&queue=q1").await.expect("another's");
    access.save_filter(lan.id, "LỠ hôm nay", "result=abandoned&direction=inbound").await.expect("once more");

    let again = place.open().await;
    let kept = again.saved_filters(lan.id);
    let kept: Vec<_> = kept.iter().map(|filter| (filter.name.as_str(), filter.query.as_str())).collect();
    let expected = [("Chờ lâu", "sort=waited"), ("LỠ hôm nay", "result=abandoned&direction=inbound")];
    assert_eq!(kept, expected, "another process reads the same");

    let others = access.saved_filters(binh.id)[0].id;
    let foreign = access.forget_filter(lan.id, others).await;
    assert!(matches!(foreign, Err(AccessError::Unknown)), "{foreign:?}");
    access.forget_filter(binh.id, others).await.expect("their own");
    assert!(access.saved_filters(binh.id).is_empty());
    let gone = access.forget_filter(binh.id, others).await;
    assert!(matches!(gone, Err(AccessError::Unknown)), "{gone:?}");
}

#[tokio::test]
async fn filters_are_few_and_short() {
    let place = Place::new();
    let access = place.open().await;
    let lan = add(&access, "lan", Role::Supervisor).await;
    for number in 0..MOST_FILTERS {
        access.save_filter(lan.id, &format!("filter {number}"), "page=1").await.expect("there is room");
    }
    let one_more = access.save_filter(lan.id, "one more", "page=1").await;
    assert!(matches!(one_more, Err(AccessError::TooManyFilters)), "{one_more:?}");
    access.save_filter(lan.id, "Filter 7", "page=2").await.expect("a name again takes no room");
    assert_eq!(access.saved_filters(lan.id).len(), MOST_FILTERS);

    let name = "ă".repeat(LONGEST_FILTER_NAME);
    for unfit in ["", "  ", &format!("{name}ă"), "two\nlines"] {
        let saved = access.save_filter(lan.id, unfit, "").await;
        assert!(matches!(saved, Err(AccessError::FilterNameUnfit)), "{unfit:?}: {saved:?}");
    }
    let long = access.save_filter(lan.id, "filter 7", &"q".repeat(2_001)).await;
    assert!(matches!(long, Err(AccessError::FilterTooLong)), "{long:?}");
    let nobodys = access.save_filter(nobody(), "x", "").await;
    assert!(matches!(nobodys, Err(AccessError::Unknown)), "{nobodys:?}");
}
