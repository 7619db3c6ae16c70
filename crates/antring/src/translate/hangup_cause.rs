//! FreeSWITCH's hang-up causes, in the buckets of `protocols.md` §3.5.

use floor::HangupCause;

/// A cause by its name (`NORMAL_CLEARING`), by KAZOO's hang-up code (`sip:486`), or by its Q.850 number (`16`).
pub fn hangup_cause(cause: &str) -> HangupCause {
    let cause = cause.trim();
    if let Some(code) = cause.strip_prefix("sip:") {
        return of_sip_code(code.trim());
    }
    match cause.to_uppercase().replace(['-', ' '], "_").as_str() {
        "NORMAL_CLEARING" | "NORMAL_UNSPECIFIED" | "SUCCESS" | "16" | "31" => HangupCause::Normal,
        "ORIGINATOR_CANCEL" => HangupCause::OriginatorCancelled,
        "USER_BUSY" | "CALL_REJECTED" | "17" | "21" => HangupCause::Busy,
        "NO_ANSWER" | "NO_USER_RESPONSE" | "ALLOTTED_TIMEOUT" | "PROGRESS_TIMEOUT" | "18" | "19" => {
            HangupCause::NoAnswer
        }
        "LOSE_RACE" | "PICKED_OFF" => HangupCause::AnsweredElsewhere,
        "BLIND_TRANSFER" | "ATTENDED_TRANSFER" => HangupCause::Transferred,
        "USER_NOT_REGISTERED"
        | "SUBSCRIBER_ABSENT"
        | "UNALLOCATED_NUMBER"
        | "NO_ROUTE_DESTINATION"
        | "NO_ROUTE_TRANSIT_NET"
        | "NUMBER_CHANGED"
        | "INVALID_NUMBER_FORMAT"
        | "INCOMPATIBLE_DESTINATION"
        | "DESTINATION_OUT_OF_ORDER"
        | "1"
        | "2"
        | "3"
        | "20"
        | "22"
        | "27"
        | "28"
        | "88" => HangupCause::Unreachable,
        "NORMAL_TEMPORARY_FAILURE"
        | "NORMAL_CIRCUIT_CONGESTION"
        | "NETWORK_OUT_OF_ORDER"
        | "SWITCH_CONGESTION"
        | "REQUESTED_CHAN_UNAVAIL"
        | "SERVICE_UNAVAILABLE"
        | "BEARERCAPABILITY_NOTAVAIL"
        | "RECOVERY_ON_TIMER_EXPIRE"
        | "MANDATORY_IE_MISSING"
        | "WRONG_CALL_STATE"
        | "MEDIA_TIMEOUT"
        | "GATEWAY_DOWN"
        | "SYSTEM_SHUTDOWN"
        | "MANAGER_REQUEST"
        | "CRASH"
        | "EXCHANGE_ROUTING_ERROR"
        | "PROTOCOL_ERROR"
        | "INTERWORKING"
        | "34"
        | "38"
        | "41"
        | "42"
        | "44"
        | "96"
        | "101"
        | "102" => HangupCause::Network,
        _ => HangupCause::Unknown,
    }
}

fn of_sip_code(code: &str) -> HangupCause {
    match code {
        "200" => HangupCause::Normal,
        "487" => HangupCause::OriginatorCancelled,
        "486" | "600" | "603" => HangupCause::Busy,
        "408" | "480" => HangupCause::NoAnswer,
        "404" | "484" | "488" | "502" => HangupCause::Unreachable,
        "500" | "503" | "504" => HangupCause::Network,
        _ => HangupCause::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_each_bucket_by_name_code_and_number() {
        let causes = [
            ("NORMAL_CLEARING", HangupCause::Normal),
            ("ORIGINATOR_CANCEL", HangupCause::OriginatorCancelled),
            ("USER_BUSY", HangupCause::Busy),
            ("CALL_REJECTED", HangupCause::Busy),
            ("NO_ANSWER", HangupCause::NoAnswer),
            ("ALLOTTED_TIMEOUT", HangupCause::NoAnswer),
            ("LOSE_RACE", HangupCause::AnsweredElsewhere),
            ("PICKED_OFF", HangupCause::AnsweredElsewhere),
            ("ATTENDED_TRANSFER", HangupCause::Transferred),
            ("SUBSCRIBER_ABSENT", HangupCause::Unreachable),
            ("MEDIA_TIMEOUT", HangupCause::Network),
            ("UNSPECIFIED", HangupCause::Unknown),
            ("SOMETHING_NEW", HangupCause::Unknown),
            ("", HangupCause::Unknown),
            ("sip:486", HangupCause::Busy),
            ("sip:200", HangupCause::Normal),
            ("16", HangupCause::Normal),
            ("normal_clearing", HangupCause::Normal),
        ];
        for (cause, expected) in causes {
            assert_eq!(hangup_cause(cause), expected, "{cause}");
        }
    }
}
