namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>What a list says when it is empty: why, and what to do next.</summary>
internal sealed record EmptyNote(string Why, string WhatToDo, string? LinkText = null, string? Link = null);
