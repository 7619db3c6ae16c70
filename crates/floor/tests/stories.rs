//! Stories: what happened in plain words, and the floor drawn as it then stood. One story a file, in `stories/`;
//! how to read them is told in `story/mod.rs`.

mod story;

macro_rules! stories {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            story::check(stringify!($name), include_str!(concat!("stories/", stringify!($name), ".story")));
        })*
    };
}

stories! {
    abandoned_in_the_queue
    agent_leg_before_the_callers
    answered_by_the_second_agent
    answered_by_the_second_agent_with_full_links
    available_is_never_shown_on_a_call
    bridge_names_another_call
    busy_far_end
    call_under_way_at_start
    caller_leaves_and_the_agents_end_is_lost
    click_to_call
    counters_between_polls
    direct_call_is_no_queue_call
    disorder
    duplicates
    ended_calls_linger
    ends_without_beginnings
    feed_outage
    internal_call
    left_the_company
    lost_end_is_repaired_once_trusted
    menu_is_no_queue
    offer_after_the_caller_left
    only_the_seven_keys
    outbound_answered
    pause_and_sign_out
    polls_were_mistaken
    ring_all
    transfer_to_a_colleague
    upstreams_clock_is_off
    wrap_up_is_guessed_then_polled
}
