#pragma once
// Asynchronous tasks: PENDING, then RUNNING, then an end, by the clock alone. DashScope keeps them for 24 hours.

#include "sandbox/markers.hpp"
#include "sandbox/service.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace sandbox {

/// What a capability hands over when a request has passed its checks.
struct new_task {
    std::string model;
    std::string api;             // of the list's user_api_unique_key: "aigc:text2image:image-synthesis"
    boost::json::object output;  // what success adds to `output`; references of results.hpp become links
    boost::json::object usage;
    std::size_t parts = 0;   // of `task_metrics`; 0: it has none
    std::size_t failed = 0;  // of the parts
};

/// Submits it and answers as DashScope does, unless the prompt's markers want another answer.
plan submit_task(new_task what, wishes const& asked, exchange const& context);

plan get_task(exchange const& context);     // GET /api/v1/tasks/*
plan list_tasks(exchange const& context);   // GET /api/v1/tasks
plan cancel_task(exchange const& context);  // POST /api/v1/tasks/*/cancel

}  // namespace sandbox
