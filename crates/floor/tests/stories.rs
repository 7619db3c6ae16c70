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
    attended_transfer
    available_is_never_shown_on_a_call
    back_after_a_gap
    blind_transfer_to_a_queue
    blind_transfer_to_an_agent
    bridge_names_another_call
    busy_far_end
    call_under_way_at_start
    caller_leaves_and_the_agents_end_is_lost
    click_to_call
    colleagues_end_is_lost
    colleagues_with_the_seven_keys
    consult_is_abandoned
    counters_begin_anew
    counters_between_polls
    direct_call_is_no_queue_call
    disorder
    duplicate_messages
    duplicates
    end_overtakes
    ended_calls_linger
    ends_without_beginnings
    far_end_is_left_alone
    feed_outage
    gap_is_filled
    handed_on_to_nobody
    handed_on_twice
    handed_on_while_nobody_listened
    handed_on_with_the_seven_keys
    internal_call
    left_the_company
    lost_end_is_repaired_once_trusted
    lost_in_the_menu
    lost_events_are_repaired
    menu_is_no_queue
    missed_three_times
    offer_after_the_caller_left
    only_the_seven_keys
    outbound_answered
    overflow
    pause_and_sign_out
    phones_are_recognised_later
    polls_end_is_corrected
    polls_were_mistaken
    quiet_night
    ring_all
    silence_is_found
    soft_link_is_undone
    transfer_history
    transfer_to_a_colleague
    transferred_calls_are_not_listed
    the_next_call_ends_the_last
    the_poll_names_the_caller
    upstreams_clock_is_off
    wrap_up_is_guessed_then_polled
}
